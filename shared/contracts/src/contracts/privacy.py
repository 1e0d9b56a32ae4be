"""The privacy notice (个人信息处理告知): generated from what each field of the contracts declares, in Chinese and English.

A purpose or a retention is declared in English, once, beside the fields; its Chinese stands here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from marshmallow import Schema, fields

from contracts import catalogue
from contracts.classes import Basis, DataClass
from contracts.confidential import fields_of
from contracts.operations import Import, Operation

CLASSES = {DataClass.PERSONAL: "个人信息", DataClass.SENSITIVE: "敏感个人信息"}
BASES = {
    Basis.CONSENT: "取得个人同意",
    Basis.STATUTORY_DUTY: "履行法定职责",
    Basis.CONTRACT: "订立、履行合同所必需",
    Basis.EMERGENCY: "应对紧急情况",
}
PURPOSES = {
    "To keep the branch's roll; never leaves membership": "管理党员名册，不向其他系统提供",
    "Arranging help for a household or student": "安排对困难家庭或学生的帮扶",
    "Standing by somebody who came back from custody or strayed": "对刑满释放、失足人员的帮教",
    "Running a camp for children": "举办未成年人夏令营",
    "Arranging voluntary service": "组织志愿服务",
    "Finding somebody who helps": "为求助人寻找帮助者",
    "Giving goods to residents in difficulty": "向困难居民发放物资",
    "Learning what courses residents wish for": "了解居民的学习需求",
    "Looking after a child after school and handing it to nobody but whom the guardian named": (
        "课后照看儿童，只交给监护人指定的人"
    ),
    "Showing on a certificate's check that it is the holder's": "核验证书持有人",
    "Telling of a good deed": "宣传善行义举",
    "Keeping the account of minutes served": "记录志愿服务时长账户",
    "To address the elder": "称呼老年人",
    "To answer authorities who may lawfully ask about somebody who was erased": "答复有权机关对已删除人员信息的依法查询",
    "To ask guardians first where the person is a minor": "对未成年人先征询监护人意见",
    "To correct what is wrong in the register": "更正登记中的错误",
    "To greet who signed in": "登录后显示称呼",
    "To know which account an identity belongs to": "确定统一身份所属账号",
    "To know which community serves the person": "确定由哪个社区提供服务",
    "To know who watches over the neighbourhood at night and to credit the hours": "掌握夜间巡逻人员并记录时长",
    "To know whom protection of minors and services for elders concern": "确定未成年人保护和老年人服务对象",
    "To know whom the community cares for": "掌握社区关爱服务对象",
    "To know whom the community serves and to address them": "掌握社区服务对象并称呼本人",
    "To let people know what is held of them": "供本人查阅、复制其个人信息",
    "To let the elder show a card and staff check it": "供老年人出示服务卡、工作人员核验",
    "To look in first on those who have nobody at home": "优先探访家中无人照料的老人",
    "To prove who signs in; never stored as it is": "验证登录身份，不以原文保存",
    "To reach the person about services and emergencies": "服务通知和紧急联系",
    "To come at once, and prepared, where somebody is in need": "及时、有准备地上门走访",
    "To see to what was asked for at the door": "办理入户走访中提出的诉求",
    "To reach the unit about what it agreed to": "就共建协议事项联系单位",
    "To recognise one's own sessions": "供本人辨认登录会话",
    "To see that a checkpoint was really reached; only near or not near is kept, never the position": (
        "核实是否到达巡更点，只保存是否在附近，不保存位置"
    ),
    "To tell two persons of one name apart and to register each once": "区分同名人员，避免重复登记",
}
RETENTIONS = {
    "3 years from the erasure": "自删除之日起3年",
    "never kept": "不保存",
    "not kept": "不保存",
    "not kept: read anew for each copy": "不另行保存，每次复制时即时读取",
    "shift + 2 years": "班次结束后2年",
    "until it is declined or taken down": "至本人不同意或撤下为止",
    "until the certificate is withdrawn": "至证书撤销为止",
    "until the survey closes": "至征集截止为止",
    "while a place is held + 1 year": "在册期间及其后1年",
    "until it is decided": "至作出决定为止",
    "while a member of the branch": "在该支部期间",
    "while the camp lasts + 1 year": "夏令营期间及其后1年",
    "while a volunteer + 3 years": "担任志愿者期间及其后3年",
    "while entitled + 3 years": "享有资格期间及其后3年",
    "while helped + 3 years": "接受帮扶期间及其后3年",
    "while mentored + 3 years": "接受帮教期间及其后3年",
    "while on the register": "在册期间",
    "while on the register + 3 years": "在册期间及其后3年",
    "while open + 3 years": "办理期间及其后3年",
    "while resident": "居住期间",
    "while resident + 3 years": "居住期间及其后3年",
    "3 years": "3年",
    "while the account is open": "账号有效期间",
    "while it is linked": "绑定期间",
    "while the card is valid": "服务卡有效期间",
    "while the session lasts": "会话存续期间",
    "while the unit is on the register + 1 year": "单位在册期间及其后1年",
}


def notice() -> list[dict[str, Any]]:
    """What is held of people: one entry for each service and purpose, with basis, retention, fields, and who reads it."""
    entries: dict[tuple[str, ...], dict[str, Any]] = {}
    for service, name, field in _declared():
        words = field.metadata
        key = (service, words["purpose"], words["basis"], words["keep"], words["data_class"])
        entry = entries.setdefault(key, _entry(service, words))
        entry["fields"] = sorted({*entry["fields"], name})
        entry["shown_to"] = sorted({*entry["shown_to"], *words["shown_to"]})
    return [entries[key] for key in sorted(entries)]


def _entry(service: str, words: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "service": service,
        "class": {"code": str(words["data_class"]), "zh": CLASSES[words["data_class"]]},
        "purpose": {"en": words["purpose"], "zh": PURPOSES.get(words["purpose"])},
        "basis": {"code": str(words["basis"]), "zh": BASES[words["basis"]]},
        "keep": {"en": words["keep"], "zh": RETENTIONS.get(words["keep"])},
        "fields": [],
        "shown_to": [],
    }


def _declared() -> Iterator[tuple[str, str, fields.Field[Any]]]:
    """Every personal or sensitive field of every contract, with its service and name."""
    for operation in catalogue.operations():
        for schema in _schemas(operation):
            yield from _personal(operation.service, schema)
    for event in catalogue.events():
        yield from _personal(event.producer(), event)


def _schemas(operation: Operation) -> Iterator[type[Schema]]:
    record = operation.record if isinstance(operation, Import) else None
    yield from (schema for schema in (operation.request, operation.reply, record) if schema is not None)


def _personal(service: str, schema: type[Schema]) -> Iterator[tuple[str, str, fields.Field[Any]]]:
    for field in fields_of(schema):
        if field.metadata.get("data_class") in CLASSES:
            yield service, str(field.name), field
