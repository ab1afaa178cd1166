"""The demo neighbourhood's thirty publishers. The first belongs to the demo sign-in."""

from __future__ import annotations

from pockitflyer.flyers.demo.notices import DemoPublisher

PUBLISHERS: tuple[DemoPublisher, ...] = (
    DemoPublisher("Krümel & Korn", True, "loaf", 3),
    DemoPublisher("Velo Zahnrad", True, "bicycle", 14),
    DemoPublisher("Kollektiv Nachtfalter", True, "moon", 5),
    DemoPublisher("Quartierverein Wiesengrund", False, "house", 4),
    DemoPublisher("Anouk Brändli", True, "person", 0),
    DemoPublisher("Salon Locke", True, "scissors", 8),
    DemoPublisher("Kino Flimmerkiste", True, "eye", 2),
    DemoPublisher("Antiquariat Eselsohr", True, "books", 3),
    DemoPublisher("Tomasz Wieland", True, "person", 18),
    DemoPublisher("The Leaky Teapot", True, "cup", 4),
    DemoPublisher("Gartenkooperative Radiesli", False, "radish", 1),
    DemoPublisher("Zuri Okafor", True, "person", 38),
    DemoPublisher("Rille 33", True, "record", 12),
    DemoPublisher("Chor Querklang", False, "note", 2),
    DemoPublisher("Leyla Demir", True, "person", 31),
    DemoPublisher("Priya Natarajan", True, "person", 30),
    DemoPublisher("Ping Pong Klub Hinterhof", True, "racket", 0),
    DemoPublisher("Atelier Farbfleck", False, "easel", 3),
    DemoPublisher("Oskar Tanner", True, "person", 1),
    DemoPublisher("Käserei Geissbühl", True, "cheese", 9),
    DemoPublisher("Kita Purzelbaum", False, "balloon", 1),
    DemoPublisher("Cold Lake Club", True, "waves", 14),
    DemoPublisher("Flickwerk Repair Café", False, "wrench", 1),
    DemoPublisher("Sam Whitfield", True, "person", 27),
    DemoPublisher("Familie Rüegg", False, "person", 1),
    DemoPublisher("Amina Yusuf", True, "person", 10),
    DemoPublisher("Trattoria Zia Pina", True, "pizza", 13),
    DemoPublisher("Hoppla Improtheater", True, "letter", 9),
    DemoPublisher("Jun & Noah", False, "person", 2),
    DemoPublisher("Tierhilfe Samtpfote", False, "cat", 1),
)

INDEX = {publisher.name: index for index, publisher in enumerate(PUBLISHERS)}
