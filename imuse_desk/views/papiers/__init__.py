"""Ctrl+P: the papers that fit what is shown or chosen, made, shown, kept on the dossier."""
