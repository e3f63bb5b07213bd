"""What the rules know by heart: names, codes and base rates."""
