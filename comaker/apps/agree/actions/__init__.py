"""Actions: terms are proposed and answered, the other side is let in, and parties act for one another."""
