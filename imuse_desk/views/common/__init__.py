"""What the screens share: form rows, edits, runner, change bus, messages, icons, PDF viewer."""
