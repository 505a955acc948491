"""What every list offers: columns, kept lists, groups, selection, copies, files and paper."""
