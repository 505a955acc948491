"""The campaign of a site: its dates, what it asks, what it says, where its answers stand."""
