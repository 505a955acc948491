"""Icons, fonts, style sheet, tariff grids, texts."""
