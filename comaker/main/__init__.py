"""Where it is joined: settings, addresses and the command."""
