"""What `models/train_nli.py` is made of: data, generated edits, the training loop, fake quantisation, measuring."""
