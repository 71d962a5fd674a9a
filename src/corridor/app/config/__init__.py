"""Where the application finds its home, its database and its Django settings."""
