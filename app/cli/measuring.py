"""Annotated articles in; the scores of a reader or of the grouping, and a judge learnt from them, out.

Every part is imported when it is asked for, as in `app.cli.parts`.
"""
# ruff: noqa: PLC0415 - imports inside functions, for the reason above

import itertools
from collections.abc import Callable, Mapping, Sequence
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli import parts
from app.config import Settings

if TYPE_CHECKING:
    from app.evaluation.resolution import Grouping
    from app.evaluation.scoring import Report as Evaluation
    from app.extraction.protocol import Extractor


def evaluation(folder: Path, predicted: "Extractor | Path", progress: Callable[[int, int], None]) -> "Evaluation":
    """The scores of a reader, or of a file of predictions, over the annotated articles of a folder.

    `progress` is called with the number of articles read and of all. Raises ConfigurationError for files that cannot
    be used.
    """
    from app.evaluation import records, runs, scoring

    golds = records.load_golds(folder)
    if isinstance(predicted, Path):
        return scoring.evaluate(golds, records.load_predictions(predicted))
    done = itertools.count(1)
    read = runs.predict(predicted, golds, lambda _: progress(next(done), len(golds)))
    return scoring.evaluate(golds, read)


def groupings(
    settings: Settings, file: Path, seed: int | None, progress: Callable[[int, int], None]
) -> "dict[str, Grouping]":
    """How resolution groups the meetings of a file, from the annotation (`gold`) and from what is read (`own`).

    `progress` is called with the number of articles read and of all. Raises ConfigurationError for a file that cannot
    be used.
    """
    from app.evaluation import records, resolution

    golds = resolution.in_order(records.load_grouped(file), seed)
    done = itertools.count(1)
    own = resolution.group_own(golds, parts.extractor(settings), lambda _: progress(next(done), len(golds)))
    return {"gold": resolution.group_gold(golds), "own": own}


def training(settings: Settings, folders: Sequence[Path], progress: Callable[[str], None]) -> dict[str, Any]:
    """The judge trained on annotated articles. Raises ConfigurationError where it cannot be trained."""
    from app.errors import ConfigurationError

    try:
        from app.evaluation.training import train
    except ModuleNotFoundError as error:
        message = f'training needs {error.name}: pip install "summitry[training]"'
        raise ConfigurationError(message) from error
    return train(folders, parts.rule_reader(settings), progress)


def judgement_file() -> Path:
    """Where the judge that comes with the program is kept."""
    from app.extraction.judgement import MODEL

    with as_file(files("app.extraction").joinpath("data", MODEL)) as file:
        return file


def tables(report: "Evaluation", *, width: int, errors: bool) -> str:
    """The scores for people."""
    from app.evaluation.report import render

    return render(report, errors=errors, width=width)


def comparison(report: "Evaluation", earlier: Mapping[str, Any], *, width: int) -> str:
    """The scores beside those of an earlier run."""
    from app.evaluation.report import render_comparison

    return render_comparison(report, earlier, width=width)


def grouping_tables(found: "Mapping[str, Grouping]", *, width: int, errors: bool) -> str:
    """How well the groups agree, for people."""
    from app.evaluation.report import render_groupings

    return render_groupings(found, errors=errors, width=width)
