"""What noise is: rules, and the rules themselves as data, one file per language."""

from newscrawl.noise.rules import CutRule, LineRule, NodeRule, Rules, RuleSet, load_rules

__all__ = ["CutRule", "LineRule", "NodeRule", "RuleSet", "Rules", "load_rules"]
