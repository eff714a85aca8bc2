"""What is wrong with a call: refused with a message in the reader's language, whoever found it, typer or we."""

import sys
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final

import typer

from scp_ninhbinh.cli.option import Option
from scp_ninhbinh.cli.streams import wants_colour, write_safe
from scp_ninhbinh.text.looks import told_apart
from scp_ninhbinh.text.safe import painted, show_lines
from scp_ninhbinh.text.say import Language, Phrase, Sayable, joined, language, language_named, say

UsageError: Final[type[Exception]] = typer.BadParameter.__bases__[0]
"""What typer raises where a call is wrong; it has no public name of its own."""


class Refusal(typer.BadParameter):
    """A call is refused: the option or argument that is at fault, and what is wrong with it."""

    def __init__(self, said: Sayable, hint: Sayable = "", ctx: Any = None) -> None:
        super().__init__(language("en").text(said), ctx)
        self.said, self.hint = said, hint


def language_asked(arguments: Sequence[str]) -> Language:
    """Return the language of help and of usage errors: that of `--lang`, wherever it stands, else as anywhere."""
    before = arguments[: arguments.index("--")] if "--" in arguments else arguments
    pairs = [(*word.partition("=")[::2], following) for word, following in pairwise([*before, ""])]
    named = [language_named(value or following) for name, value, following in pairs if name == "--lang"]
    return language(next(filter(None, reversed(named)), None))


def refuse(text: str, tongue: Language) -> int:
    """Say on stderr why there is no result, and return the exit code of that."""
    head = painted(f"{tongue.text(Phrase('error'))}:", "red", wants_colour(sys.stderr))
    write_safe(f"scp: {head} {show_lines(text)}\n")
    return 2


def show_usage_error(error: Any, tongue: Language) -> int:
    """Say on stderr what is wrong with a call, below the usage of its command, and return the exit code of that."""
    if error.ctx is not None:
        from scp_ninhbinh.cli.help import usage

        hint = say("Options and examples: {call}", call=f"{error.ctx.command_path} --help")
        sys.stderr.write(f"{usage(error.ctx, tongue)}\n{tongue.text(hint)}\n\n")
    return refuse(tongue.text(_what_is_wrong(error)), tongue)


def _what_is_wrong(error: Any) -> Sayable:
    """Return what typer found to be wrong, which it tells by the class of the error, or what we did."""
    match type(error).__name__:
        case "Refusal":
            return joined(error.hint, error.said, by=": ") if error.hint else error.said
        case "NoSuchOption":
            return _no_such_option(error.option_name, error.possibilities or ())
        case "MissingParameter":
            return say("{missing} is missing", missing=_missing(error.ctx.command, error.param.name))
        case "BadOptionUsage" if _is_switch(error.ctx, error.option_name):
            return say("{option} takes no value", option=error.option_name)
        case "BadOptionUsage":
            return say("{option} needs a value", option=error.option_name)
        case _:
            return str(error.format_message())


def _no_such_option(name: str, alike: Sequence[str]) -> Sayable:
    said = say("there is no option {option}", option=told_apart(name, *alike))
    return with_guess(said, *alike[:1])


def with_guess(said: Sayable, *guesses: str) -> Sayable:
    """Return that there is no such thing, and what was most likely meant where something is near."""
    guess = say('did you mean "{guess}"?', guess=", ".join(guesses))
    return joined(said, guess, by="; ") if guesses else said


def _missing(command: Any, name: str) -> Sayable:
    """Return how an option or an argument that is missing is typed."""
    option: Option = command.options[name]
    return option.names[-1] if option.names else option.placeholder


def _is_switch(ctx: Any, name: str) -> bool:
    options = ctx.command.options.values() if ctx else ()
    return any(name in option.names and not option.placeholder for option in options)
