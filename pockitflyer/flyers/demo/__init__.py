"""The demo neighbourhood: its people, words, posters and faces, all made by this code."""
