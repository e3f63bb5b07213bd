"""Invoices for contractsai: their number, date and total, with evidence."""
