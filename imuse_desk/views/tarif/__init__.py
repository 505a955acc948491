"""The tariff windows: grids with their versions and tables, and the simulator."""
