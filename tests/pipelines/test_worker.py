"""What is read before workers are forked."""

import subprocess
import sys


def test_the_first_pages_need_all_that_there_is() -> None:
    """Behind them the line model and the model of languages are in memory, and each worker shares them."""
    code = (
        "import sys, newscrawl\n"
        "from newscrawl.extraction import extract_page\n"
        "from newscrawl.extraction.fields.languages import _classifier\n"
        "from newscrawl.extraction.model.classify import load_model\n"
        "from newscrawl.pipelines.worker import WARM_UPS\n"
        "told = [extract_page(page).article.language for page in WARM_UPS]\n"
        "print(told, _classifier.cache_info().currsize, load_model.cache_info().currsize)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "['en', 'nl'] 1 1"
