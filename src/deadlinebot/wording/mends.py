"""How to mend what a service refuses: for the operator, in both languages at once.

A refusal is stored, logged and told in one text, whoever will read it.
"""

from __future__ import annotations

_NEW_BOT = (
    "机器人是否已被移除？在群里重新添加，换成新的地址",
    "was the bot removed? add it to the group again and update the url",
)
_NEW_HOOK = (
    "重新创建 Webhook，换成新的地址",
    "create a new webhook and update the url",
)
_COPY = ("地址不完整，请重新复制", "the url is not complete: copy it again")
_ALLOW = (
    "把本机的公网地址加入机器人的 IP 白名单",
    "add this machine's public address to the bot's list",
)
_KEYWORD = (
    "在通道的 options 里把 keyword 设为机器人的关键词之一",
    "set 'keyword' in the channel's options to one of the bot's keywords",
)
_SIGNATURE = (
    "核对 secret 与机器人的签名密钥，并校准本机时钟",
    "compare 'secret' with the bot's signature key, and set this machine's clock right",
)
_MENDS: dict[str, dict[str, tuple[str, str]]] = {
    "wecom": {"93000": _NEW_BOT},
    "feishu": {
        "19001": _NEW_BOT,
        "19007": (
            "机器人已停用，在群设置里启用",
            "the bot is switched off: switch it on in the group's settings",
        ),
        "19021": _SIGNATURE,
        "19022": _ALLOW,
        "19024": _KEYWORD,
    },
    "dingtalk": {
        "300001": _NEW_BOT,
        "300005": _NEW_BOT,
        "400013": (
            "群已解散，在别的群里添加机器人，换成新的地址",
            "the group was disbanded: add a bot to another one and update the url",
        ),
        "400101": _NEW_BOT,
        "400102": (
            "机器人已停用，在群设置里启用",
            "the bot is stopped: start it in the group's settings",
        ),
        "400106": _NEW_BOT,
        "310000": (
            "检查群里机器人的安全设置",
            "see the bot's security settings in the group",
        ),
        "310000 signature": _SIGNATURE,
        "310000 time": ("校准本机时钟", "set this machine's clock right"),
        "310000 keyword": _KEYWORD,
        "310000 address": _ALLOW,
    },
    "slack": {
        "invalid_token": _COPY,
        "user_not_found": (
            "创建它的账号已不在，换一个账号重新创建 Webhook",
            "the user it posts to is gone: create a new webhook",
        ),
        "action_prohibited": (
            "管理员禁止了，请其批准此应用",
            "an administrator forbids it: ask for this app's approval",
        ),
        "posting_to_general_channel_denied": (
            "该频道只有部分人可发言，换一个频道",
            "only some may post there: choose another channel",
        ),
        "team_disabled": ("工作区已停用", "the workspace is disabled"),
        "no_service": _NEW_HOOK,
        "no_service_id": _COPY,
        "no_team": (
            "工作区已不在，或地址有误，请重新复制",
            "the workspace is gone, or the url is wrong: copy it again",
        ),
        "no_active_hooks": _NEW_HOOK,
        "channel_not_found": (
            "频道已不在，为别的频道创建 Webhook",
            "its channel is gone: create a webhook for another one",
        ),
        "channel_is_archived": (
            "频道已归档，取消归档或为别的频道创建 Webhook",
            "its channel is archived: unarchive it, or create a webhook for another",
        ),
        "moved": _COPY,
        "gone": _NEW_HOOK,
    },
    "discord": {
        "10015": _NEW_HOOK,
        "50027": _COPY,
        "220001": (
            "这是论坛频道，在 options 里设置 thread_id 或 thread_name",
            "the channel is a forum: set 'thread_id' or 'thread_name' in the options",
        ),
        "moved": _COPY,
        "gone": _NEW_HOOK,
    },
    "teams": {
        "flow": (
            "工作流是否已打开、是否允许任何人触发？重新复制地址",
            "is the workflow switched on, and may anyone start it? copy its url again",
        )
    },
    "telegram": {
        "400": (
            "给机器人发一条消息或把它拉进群，并核对 chat_id",
            "write to the bot or add it to the group, and compare chat_id",
        ),
        "401": (
            "token 无效，向 @BotFather 重新索取，换成新的地址",
            "the token is not valid: ask @BotFather for it and update the url",
        ),
        "403": (
            "把机器人重新拉进群，并允许发言",
            "add the bot to the chat again, with the right to write",
        ),
        "404": (
            "地址里的 token 不完整，向 @BotFather 重新索取",
            "the token in the url is not complete: copy it from @BotFather again",
        ),
    },
    "generic": {
        "gone": (
            "接收方不再需要，删除该通道",
            "the receiver wants no more: remove the channel",
        ),
        "wrong": (
            "与接收方核对地址和密钥",
            "compare url and secret with the receiver's",
        ),
    },
    "email": {
        "auth": (
            "核对用户名和授权码（QQ、163、Gmail 要的是授权码，不是登录密码）",
            "compare user and password; QQ, 163 and Gmail want an authorization code",
        ),
        "tls": (
            "该端口不支持加密，改用 smtps:// 和 465 端口",
            "this port cannot encrypt: use smtps:// with port 465",
        ),
        "greeting": (
            "服务器不接受本机连接，核对地址和端口",
            "the server turns this machine away: compare host and port",
        ),
        "mail": (
            "发件人被拒，在 options 里把 from 设为登录的邮箱地址",
            "the sender is refused: set 'from' in the options to the login's address",
        ),
    },
    "apprise": {
        "failed": (
            "用 apprise 命令核对该地址",
            "try the url with the command 'apprise'",
        )
    },
}


def mend(service: str, code: str) -> str:
    """Return how to mend the refusal *code* of *service*, to follow its own words.

    Empty where nobody but the service can; in Chinese, then in English.
    """
    advice = _MENDS.get(service, {}).get(code)
    return f": {advice[0]} / {advice[1]}" if advice else ""
