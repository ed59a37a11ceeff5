"""Entailment, verdicts and suggestions: does what is declared carry what is promised."""

from promisecheck.judge.verdicts import judge

__all__ = ["judge"]
