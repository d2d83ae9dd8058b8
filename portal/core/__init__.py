"""Floor 0, the ground: tools that know no therapy."""
