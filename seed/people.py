"""Invented people: names, telephones and ID numbers that look right and are valid nowhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from random import Random

from exchange.reading.cells import check_digit_fits

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石"
    "姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_GIVEN_M = "伟强磊军洋勇杰涛明超鹏辉斌波宇浩凯健俊帆志刚建国海龙文博子轩家豪泽宇晨阳立新德胜永福庆丰"
_GIVEN_F = "芳娜敏静丽艳娟霞秀兰燕玲桂英梅红玉萍慧琳雪晴欣怡佳琪雨桐思涵诗韵美娟淑珍惠云春香月华晓彤"
_PREFIXES = ("130", "133", "136", "139", "150", "155", "158", "173", "177", "180", "186", "189")


def name(random: Random, *, female: bool | None = None) -> tuple[str, bool]:
    """Return a name of two or three characters, and whether it is a woman's."""
    woman = random.random() < 0.48 if female is None else female
    given = _GIVEN_F if woman else _GIVEN_M
    length = 2 if random.random() < 0.8 else 1
    return random.choice(_SURNAMES) + "".join(random.sample(given, length)), woman


def phones(random: Random) -> Iterator[str]:
    """Yield mobile numbers, each once; the four digits behind the prefix are 0000, which no exchange gives out."""
    used: set[str] = set()
    while True:
        number = f"{random.choice(_PREFIXES)}0000{random.randrange(10_000):04d}"
        if number not in used:
            used.add(number)
            yield number


def id_number(random: Random, born: dt.date) -> str:
    """Return an ID number of a region that does not exist (99…), with a check digit that does not fit."""
    body = f"99{random.randrange(10):d}000{born:%Y%m%d}{random.randrange(1000):03d}"
    return next(body + digit for digit in "0123456789" if not check_digit_fits(body + digit))
