import io

from pockitflyer.web.progress import shown


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_terminal_shows_a_bar_that_fills():
    terminal = Terminal()
    assert list(shown("abc", 3, "Drawing", terminal)) == ["a", "b", "c"]
    bars = terminal.getvalue().split("\r")
    assert [bar.count("█") for bar in bars] == [0, 10, 20, 30]
    assert terminal.getvalue().endswith("3/3\n")


def test_elsewhere_some_lines_tell():
    log = io.StringIO()
    list(shown(range(1000), 1000, "Drawing", log))
    assert log.getvalue().splitlines()[-1] == "Drawing: 1000 of 1000"
    assert len(log.getvalue().splitlines()) == 10


def test_more_than_was_counted_is_all_right():
    assert list(shown(range(5), 0, "Drawing", io.StringIO())) == [0, 1, 2, 3, 4]
