"""What keeps a check quiet without making it blind: suppressions, baselines, touched lines, severities by path."""
