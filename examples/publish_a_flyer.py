"""Publishes a flyer, changes it, and deletes it again, by the client that examples/generate_client.py has made.

python examples/generate_client.py https://board.example.org examples/client.py
python examples/publish_a_flyer.py https://board.example.org alice@example.org PASSWORD photo.jpg
"""

import sys
import uuid
from pathlib import Path

import httpx
from client import ChangedFlyer, Client, File, NewFlyer, OwnFlyer


def publish(board: Client, photo: Path) -> OwnFlyer:
    """A flyer with one picture that is sent ahead, and one that is sent with it."""
    file: File = (photo.name, photo.read_bytes(), "image/jpeg")
    sent = board.post_pictures(file)
    flyer = NewFlyer(
        title="Sourdough Saturday",
        text="Fresh from the oven.",
        address="8400 Winterthur",
        categories=[board.get_categories().items[0].slug],
        images=[sent.id],
    )
    # Sent again with the same key, it would be the same flyer.
    return board.post_flyers(flyer, [file], idempotency_key=str(uuid.uuid4()))


def main() -> None:
    origin, email, password, photo = sys.argv[1:]
    with httpx.Client(base_url=origin, timeout=60) as http:
        board = Client(http)
        board.sign_in(email, password)
        flyer = publish(board, Path(photo))
        print(f"published: {flyer.title}, until {flyer.ends_at:%d.%m.%Y}")
        flyer = board.patch_flyers_one(flyer.id, ChangedFlyer(title="Sourdough Sunday"), if_match=board.etag)
        print(f"changed: {flyer.title}, version {flyer.version}")
        board.delete_flyers_one(flyer.id, if_match=board.etag)
        print(f"deleted; live flyers left: {board.get_users_me_flyers().counts.live}")
        board.sign_out()


if __name__ == "__main__":
    main()
