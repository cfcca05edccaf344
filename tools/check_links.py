"""linkchecker with its settings in tools/linkcheckerrc: tools/check_links.py site/index.html

As root, linkchecker becomes the user nobody, who may not read a folder that only root may: here it stays who it is. It
reads nothing but the folder that this project built.
"""

import sys
from pathlib import Path

from linkcheck.command import linkchecker as command

command.drop_privileges = lambda: None
sys.argv[1:1] = [f"--config={Path(__file__).with_name('linkcheckerrc')}"]
sys.exit(command.linkchecker())
