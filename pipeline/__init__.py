"""RLO Atlas: how the ideas of "Risks from Learned Optimization" spread, and how their words changed."""

__version__ = "0.1.0"
