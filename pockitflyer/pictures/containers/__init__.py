"""What files say of themselves, read from their bytes alone: no decoder sees a file before this has looked at it."""
