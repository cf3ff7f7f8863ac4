"""How a person answers an exercise in a browser: by mouse, or by keyboard alone."""

from playwright.sync_api import Frame, Locator, Page, expect


def forms(page: Page | Frame) -> list[Locator]:
    return page.locator("form.exercise").all()


def kind_of(form: Locator) -> str:
    return form.get_attribute("data-kind") or ""


def answer(form: Locator) -> None:
    """Answer the exercise and press its button."""
    match kind_of(form):
        case "single_choice":
            form.locator(".option[data-correct] label").click()
        case "multiple_choice":
            for label in form.locator(".option[data-correct] label").all():
                label.click()
        case "ordering":
            fill_places(form)
        case "matching":
            for option in form.locator(".option").all():
                option.locator("select").select_option(option.get_attribute("data-answer"))
        case "dilemma":
            form.locator("[name=choice]").first.check()
            for then in form.locator("[name=choice-a]").all()[:1]:
                then.check()
        case "flashcards":
            for card in form.locator("details").all():
                if card.get_attribute("open") is None:
                    card.locator("summary").click()
                card.locator("label").first.click()
        case "poll":
            form.locator(".option label").first.click()
        case "fact_or_myth" | "sorting":
            for option in form.locator(".option").all():
                option.locator(f"label:has(input[value='{option.get_attribute('data-answer')}'])").click()
        case "estimate":
            form.locator("input[name=guess]").fill(
                form.locator(".reveal").get_attribute("data-maximum") or ""
            )
        case "reflection":
            form.locator("textarea").fill("Jeg spør Amina på tirsdag.")
        case "pledge":
            form.locator(".option label").first.click()
    form.locator("button[type=submit]").click()


def fill_places(form: Locator) -> None:
    """Put the lines in their right order where there is no script to move them."""
    for option in form.locator(".option:has(select:visible)").all():
        option.locator("select").select_option(option.get_attribute("data-answer"))


def answer_all(page: Page | Frame) -> None:
    """Answer every exercise of the lesson, with script."""
    for form in forms(page):
        answer(form)
        expect(form).to_have_attribute("data-answered", "")


def answer_all_without_script(page: Page) -> None:
    """The same where each answer is a new page."""
    count = len(forms(page))
    for i in range(count):
        answer(page.locator("form.exercise").nth(i))
        page.wait_for_url("**/mine-svar/#*")
        expect(page.locator("form.exercise").nth(i)).to_have_attribute("data-answered", "")


def enter(page: Page, url: str, name: str, email: str) -> None:
    page.goto(url)
    page.get_by_label("Navn").fill(name)
    page.get_by_label("E-post").fill(email)
    page.get_by_role("button", name="Start kurset").click()
    page.wait_for_url("**/kurs/del-1/**")


def focus_with_tab(page: Page, target: Locator, most: int = 200) -> None:
    """Press Tab until the target has the focus, as somebody without a mouse does."""
    for _ in range(most):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("Tab never reached it")


def answer_by_keyboard(page: Page, form: Locator) -> None:
    match kind_of(form):
        case "single_choice" | "pledge":
            focus_with_tab(page, form.locator("input[type=radio]").first)
            page.keyboard.press("Space")
            page.keyboard.press("ArrowDown")
        case "multiple_choice":
            focus_with_tab(page, form.locator("input[type=checkbox]").first)
            page.keyboard.press("Space")
        case "fact_or_myth" | "sorting":
            for option in form.locator(".option").all():
                focus_with_tab(page, option.locator("input").first)
                page.keyboard.press("Space")
        case "ordering":
            focus_with_tab(page, form.locator("[data-move=next]").first)
            page.keyboard.press("Enter")
        case "matching":
            for select in form.locator("select").all():
                focus_with_tab(page, select)
                page.keyboard.press("ArrowDown")
        case "dilemma":
            focus_with_tab(page, form.locator("[name=choice]").first)
            page.keyboard.press("Space")
            if form.locator("[name=choice-a]").count():
                focus_with_tab(page, form.locator("[name=choice-a]").first)
                page.keyboard.press("Space")
        case "flashcards":
            for card in form.locator("details").all():
                focus_with_tab(page, card.locator("summary"))
                page.keyboard.press("Enter")
                focus_with_tab(page, card.locator("input").first)
                page.keyboard.press("Space")
        case "poll":
            focus_with_tab(page, form.locator("input[type=radio]").first)
            page.keyboard.press("Space")
        case "estimate":
            focus_with_tab(page, form.locator("input[name=guess]"))
            page.keyboard.type(
                "12,5" if form.locator("input[name=guess]").get_attribute("type") == "text" else "12"
            )
        case "reflection":
            focus_with_tab(page, form.locator("textarea"))
            page.keyboard.type("Jeg spør Amina.")
    focus_with_tab(page, form.locator("button[type=submit]"))
    page.keyboard.press("Enter")
    expect(form).to_have_attribute("data-answered", "")
