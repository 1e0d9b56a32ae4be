"""What volunteering answers, a file per topic. Times are UTC, dates civil dates of Asia/Shanghai, durations minutes."""
