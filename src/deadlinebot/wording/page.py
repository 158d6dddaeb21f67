"""The fixed words of the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from deadlinebot.model.call import Lang

GROUPS: Final[Mapping[str, Mapping[Lang, str]]] = {
    "week": {Lang.ZH: "7 天内", Lang.EN: "Within 7 days"},
    "month": {Lang.ZH: "30 天内", Lang.EN: "Within 30 days"},
    "later": {Lang.ZH: "更晚", Lang.EN: "Later"},
    "event": {Lang.ZH: "会议与活动", Lang.EN: "Conferences and events"},
    "undated": {Lang.ZH: "日期待定", Lang.EN: "To be announced"},
    "past": {Lang.ZH: "已过", Lang.EN: "Past"},
}

TEXTS: Final[Mapping[Lang, Mapping[str, str]]] = {
    Lang.ZH: {
        "title": "学术截止日期",
        "now": "现在",
        "next": "最近一个",
        "written": "原文",
        "source": "来源",
        "claims": "各来源的说法",
        "reminders": "它的提醒",
        "clocks": "各时区",
        "subscribe": "订阅日历",
        "subscribe_how": "把地址加进日历应用；点链接可在本机直接订阅。",
        "held": "有条目未能发布",
        "nothing": "还没有截止日期",
        "page": "官网",
        "all": "全部截止日期",
        "switch": "English",
        "checked": "核对",
    },
    Lang.EN: {
        "title": "Research deadlines",
        "now": "Now",
        "next": "Next up",
        "written": "as written",
        "source": "source",
        "claims": "What the sources say",
        "reminders": "Its reminders",
        "clocks": "In other zones",
        "subscribe": "Subscribe",
        "subscribe_how": "Add the address to your calendar app, or open the link.",
        "held": "Some entries could not be published",
        "nothing": "No deadlines yet",
        "page": "Website",
        "all": "All deadlines",
        "switch": "中文",
        "checked": "checked",
    },
}
