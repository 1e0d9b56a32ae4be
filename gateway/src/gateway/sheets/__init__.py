"""Excel sheets (电子表格) for the import doors whose records name their columns: read here, judged by the service."""
