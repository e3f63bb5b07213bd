"""Language models, each behind `LanguageModel`; nothing imports one unless it is configured."""
