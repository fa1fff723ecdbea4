"""What can be wrong with a query, said in English at the command line and in Chinese on the site."""

from pipeline.model.errors import BadQuery

_ENGLISH = {
    "empty": "the query is empty; write one word or more",
    "long": "the query is longer than {at} characters; shorten it",
    "deep": "the query is nested too deeply at character {at}; take out brackets there",
    "date": "“{text}” at character {at} is no date; write 2022, 2022-03, 2022-03-31 or a range 2019..2022",
    "field": "there is no field “{text}” (character {at}); fields are title section series alliance official policy"
    " org date; to look for the text itself put it in quotation marks",
    "blank": "the quotation marks at character {at} hold nothing; write a word between them or take them out",
    "unclosed": "the quotation mark {text} at character {at} is never closed; close it or take it out",
    "unclosed_bracket": "the bracket at character {at} is never closed; close it or take it out",
    "unopened": "the bracket {text} at character {at} was never opened; to look for it put it in quotation marks",
    "operand": "a word is missing at “{text}” (character {at}); write one there",
    "no_value": "the field {text}: at character {at} has nothing to look for; write a word behind it",
}
_CHINESE = {
    "empty": "没有检索词，请至少写一个词",
    "long": "检索式超过 {at} 字，请缩短",
    "deep": "第 {at} 字处嵌套过深，请去掉一些括号",
    "date": "第 {at} 字处的“{text}”不是日期；请写 2022、2022-03、2022-03-31 或范围 2019..2022",
    "field": "第 {at} 字处的字段“{text}”不存在；可用：标题、栏目、刊名、联盟、人物、政策、机构、日期；"
    "若要查这几个字本身，请加引号",
    "blank": "第 {at} 字处的引号里没有内容，请填写或去掉引号",
    "unclosed": "第 {at} 字处的引号{text}没有配对，请补全或去掉",
    "unclosed_bracket": "第 {at} 字处的括号没有配对，请补全或去掉",
    "unopened": "第 {at} 字处的括号{text}没有左括号；若要查括号本身，请加引号",
    "operand": "第 {at} 字处的“{text}”前后缺少检索词，请补上",
    "no_value": "第 {at} 字处的字段 {text} 后面没有内容，请补上",
}


class QueryFault(BadQuery):
    """A query that cannot be parsed: `at` is the place, counted from 0; the message counts from 1."""

    def __init__(self, fault: str, at: int, text: str = "") -> None:
        self.at, self.text = at, text
        shown = {"at": at if fault == "long" else at + 1, "text": text}
        self.chinese = _CHINESE[fault].format(**shown)
        super().__init__(_ENGLISH[fault].format(**shown))
