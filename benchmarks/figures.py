"""How long figures take to draw, and how large they are: `python -m benchmarks.figures`."""

from __future__ import annotations

import time

from bot.lists.registry.load import shipped_templates
from bot.render.pictures import DRAWINGS, draw_models
from tests.render.figures.made import made_up

COUNTS = (40, 400, 800)


def main() -> None:
    """A row for each figure, number of made-up models and width; processor time, best of three."""
    templates = shipped_templates()
    print("| figure | models | width | kB | ms |\n| --- | ---: | --- | ---: | ---: |")
    for name in DRAWINGS:
        for count in COUNTS:
            models = made_up(count)
            for width in ("wide", "narrow"):
                seconds, size = [], 0
                for _ in range(3):
                    started = time.process_time()
                    text = draw_models(name, templates, models, "x", narrow=width == "narrow")
                    seconds.append(time.process_time() - started)
                    size = len(text.encode("utf-8"))
                print(
                    f"| {name} | {count:,} | {width} | {size / 1000:.0f} "
                    f"| {min(seconds) * 1000:.0f} |"
                )


if __name__ == "__main__":
    main()
