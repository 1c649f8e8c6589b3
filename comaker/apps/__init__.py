"""What people do: one app per verb."""
