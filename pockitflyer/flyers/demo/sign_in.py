"""The demo's sign-in, apart from the drawing code: every start of the server asks whether to show it."""

from pockitflyer.accounts.models import User

DEMO_EMAIL = "demo@pockitflyer.example"
DEMO_PASSWORD = "neighbourhood"


def is_filled() -> bool:
    """Whether the demo sign-in exists."""
    return User.objects.filter(email=DEMO_EMAIL).exists()
