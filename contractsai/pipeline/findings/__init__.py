"""What facts and clauses become: findings with ids, bands and reasons to look at them."""
