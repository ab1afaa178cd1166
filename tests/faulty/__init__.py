"""A test build of the server: the same code, with one step that kills everything, and a count of what was drawn.

Started with ``DJANGO_SETTINGS_MODULE=tests.faulty.settings``; the server itself knows nothing of it.
"""
