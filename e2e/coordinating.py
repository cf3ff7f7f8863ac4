"""A coordinator at work in Innsikt, and the mail that her people get: opened, tapped, scanned."""

import re
from dataclasses import dataclass
from email.message import EmailMessage
from html import unescape
from secrets import token_hex
from typing import Any

import desk
import httpx
from conftest import Postbox, Product, text_of, wait_for
from playwright.sync_api import Browser, Page, expect

# What a plan waits for: a test has no time to wait until Tuesday at nine.
THE_HOUR = """
from django.utils import timezone
from baerekraft.campaigns import tasks
from baerekraft.campaigns.models import Recipient
now = timezone.now()
Recipient.objects.filter(campaign={campaign}, next_at__isnull=False).update(next_at=now)
tasks.book(at=now)
"""
SAME_SITE = {"Sec-Fetch-Site": "same-origin"}


def coordinator(
    browser: Browser, product: Product, postbox: Postbox, name: str, place: str, **options: Any
) -> Page:
    """Invited as coordinator of this municipality, and signed in by a code from her mail."""
    address = desk.invited(product, name, "coordinator", place)
    page = desk.sits_down(browser, **options)
    desk.sign_in(page, product, postbox, address)
    expect(page).to_have_url(f"{product.url}/innsikt/{place}/", timeout=desk.SLOW)
    return page


def makes_a_campaign(page: Page, product: Product, place: str, *, title: str, lessons: list[str]) -> str:
    """With these lessons, everything else as it is proposed; returns its address."""
    page.goto(f"{product.url}/innsikt/{place}/kampanjer/ny/")
    page.get_by_label("Tittel").fill(title)
    choose(page, lessons)
    page.get_by_role("button", name="Lagre", exact=True).click()
    page.wait_for_url(re.compile(r"/kampanjer/\d+/$"))
    return page.url


def choose(page: Page, lessons: list[str]) -> None:
    """These lessons of the first part, and none of the others."""
    for box in page.locator("details.part-choice").first.locator("input[name=lessons]").all():
        box.set_checked(box.get_attribute("value") in lessons)


def starts(page: Page, campaign: str) -> None:
    page.goto(campaign)
    page.get_by_role("link", name="Gå videre til start").click()
    page.get_by_role("button", name="Start kampanjen").click()
    expect(page.get_by_text("Kampanjen er i gang.")).to_be_visible()


def the_hour_comes(product: Product, campaign: str) -> None:
    number = campaign.rstrip("/").rpartition("/")[2]
    product.run("shell", "-v0", "-c", THE_HOUR.format(campaign=number))


def letter_to(postbox: Postbox, address: str) -> EmailMessage:
    """The newest of the campaign's mails to her, which the worker has sent over SMTP."""
    found = wait_for(lambda: campaign_mail(postbox, address), seconds=60, what=f"a lesson to {address}")
    return found[-1]


def campaign_mail(postbox: Postbox, address: str) -> list[EmailMessage]:
    return [letter for letter in postbox.to(address) if letter["List-Unsubscribe"]]


def links_in(letter: EmailMessage) -> list[str]:
    """Every address in it: those of the text, those of the page, and the mail program's own button."""
    html = letter.get_body(preferencelist=("html",))
    assert html
    found = re.findall(r'(?:href|src)="(http[^"]+)"', html.get_content())
    found += re.findall(r"https?://[^\s<>]+", text_of(letter))
    found.append(stop_address(letter))
    return sorted({unescape(link).rstrip(".,)") for link in found})


def stop_address(letter: EmailMessage) -> str:
    return str(letter["List-Unsubscribe"]).strip("<>")


def link_in(letter: EmailMessage, pattern: str) -> str:
    [link] = {link for link in links_in(letter) if re.search(rf"/i-posten/[\w-]+/{pattern}$", link)}
    return link


def opens_her_mail(page: Page, letter: EmailMessage) -> None:
    """As a mail program does, which shows that nothing is fetched to tell that she did."""
    html = letter.get_body(preferencelist=("html",))
    assert html
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(html.get_content(), wait_until="networkidle")
    assert asked == []


@dataclass(frozen=True)
class Question:
    """The first one of a lesson that a mail asks, its right option, and why that is right."""

    exercise: str
    right: str
    why: str


def question_of(product: Product, lesson: str) -> Question:
    page = httpx.get(f"{product.url}/kurs/{lesson}/").text
    form = re.search(r'data-exercise="([^"]+)" data-kind="single_choice".*?</form>', page, re.DOTALL)
    assert form
    option = re.search(r" data-correct.*?<span>(.*?)</span>.*?<p>(.*?)</p>", form[0], re.DOTALL)
    assert option
    return Question(form[1], unescape(option[1]), unescape(option[2]))


def answers_by_mail(letter: EmailMessage, key: str = "a") -> None:
    """As a browser does without script: opens an option, and presses the one button."""
    with httpx.Client(headers=SAME_SITE, follow_redirects=True) as device:
        address = link_in(letter, rf"1/\?valg={key}")
        page = device.get(address).text
        fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
        told = device.post(address.partition("?")[0], data={**fields, "choice": key})
        assert told.status_code == 200
        assert "Fortsett i leksjonen" in told.text


def scans(letter: EmailMessage) -> None:
    """What a mail scanner does before anybody has seen the mail: asks for every address, and follows where it leads."""
    ours = [link for link in links_in(letter) if "/i-posten/" in link]
    assert len(ours) >= 5
    with httpx.Client(follow_redirects=True) as scanner:
        for link in ours:
            assert scanner.head(link).status_code == 200, link
            page = scanner.get(link)
            assert page.status_code == 200, link
            # The thorough ones follow links on the page too.
            for further in re.findall(r'href="(/i-posten/[^"]+)"', page.text):
                assert scanner.get(page.url.join(unescape(further))).is_success


def fresh_list(names: list[str]) -> list[str]:
    """Addresses in Hol that nobody has, so that a second try begins from the beginning."""
    mark = token_hex(3)
    return [f"{name}.{mark}@hol.kommune.no" for name in names]
