"""The guided visit and the captures of every screen."""
