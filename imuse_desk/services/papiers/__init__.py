"""Papers made from the base on what is shown or chosen: certificates, timetables, cards, labels, class lists."""
