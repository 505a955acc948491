"""The tariff engine: price lists as data, households in, bills whose every amount explains itself out."""
