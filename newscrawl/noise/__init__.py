"""What noise is: rules, and the rules themselves as data, one file per language."""

from newscrawl.noise.files import Rules, load_rules
from newscrawl.noise.rules import CutRule, LineRule, LineRules, NodeRule, RuleSet

__all__ = ["CutRule", "LineRule", "LineRules", "NodeRule", "RuleSet", "Rules", "load_rules"]
