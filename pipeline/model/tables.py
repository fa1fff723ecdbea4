"""The contract of the tables in code: every table of extracted/tables and bulletins.db, column by column.

Documentation, data dictionary, datapackage.json, Parquet schemas, SQLite tables and foreign keys all come from here.
"""

from pipeline.model.schema import Column, TableSchema, table

__all__ = ["BY_NAME", "SCHEMA_VERSION", "TABLES", "Column", "TableSchema"]

SCHEMA_VERSION = 1

TABLES: tuple[TableSchema, ...] = (
    table(
        "bulletins", "简报", "One row an issue that was accepted.", "bulletin_id",
        """
        bulletin_id | text | 简报编号 | id of the issue, from its masthead
        series | text | 刊名 | the masthead's title without white space
        year | integer | 年 | year of the issue
        issue | integer | 期 | number within the year
        total_issue | integer | 总期 | number since the first issue
        publisher | text | 编印单位 | the body that publishes it, as printed
        date | text | 日期 | date of the issue, ISO 8601
        """,
    ),
    table(
        "documents", "文件", "One row a file under raw/, whatever became of it.", "document_id",
        """
        document_id | text | 文件编号 | id of the file, from its path
        path | text | 路径 | relative to raw/, parts separated by /
        sha256 | text | 摘要 | SHA-256 of its bytes, hexadecimal
        bytes | integer | 字节 | size in bytes
        format | text | 格式 | pdf or text; null where neither
        encoding | text | 编码 | text files only: the encoding that was detected
        pages | integer | 页数 | number of pages; 1 for text
        text_source | text | 文字来源 | text-layer, ocr, mixed or plain
        status | text | 状态 | accepted, duplicate or quarantined
        reason | text | 原因 | why it was not accepted, in words; null when accepted
        bulletin_id | text > bulletins.bulletin_id | 简报编号 | the issue that the file holds; null in quarantine
        warnings | text[] | 提示 | what was not or perhaps not read of an accepted file, in words; may be empty
        """,
    ),
    table(
        "bulletin_staff", "编审人员", "Names in the colophon.", "bulletin_id role name",
        """
        bulletin_id | text > bulletins.bulletin_id | 简报编号 | the issue
        role | text | 职责 | as printed without 本期: 编辑 审核 签发 …
        name | text | 姓名 | as printed, without inner white space
        """,
    ),
    table(
        "bulletin_recipients", "报送单位", "Bodies to which the issue was sent.", "bulletin_id mode ordinal",
        """
        bulletin_id | text > bulletins.bulletin_id | 简报编号 | the issue
        mode | text | 方式 | report for 报, send for 送, copy for 抄送
        ordinal | integer | 序号 | from 1 within the mode
        recipient | text | 单位 | as printed
        """,
    ),
    table(
        "sections", "栏目", "Columns (栏目) of the body.", "section_id",
        """
        section_id | text | 栏目编号 | id of the column
        bulletin_id | text > bulletins.bulletin_id | 简报编号 | the issue
        ordinal | integer | 序号 | from 1 through the issue
        heading | text | 标题 | as in the body, marker removed
        contents_heading | text | 目录标题 | as in the contents list; null where absent
        char_start | integer | 起 | offset in the issue's text of its first character
        char_end | integer | 止 | offset after its last character
        page_start | integer | 起页 | page of its first character
        page_end | integer | 止页 | page of its last character
        """,
    ),
    table(
        "articles", "文章", "Articles in their order.", "article_id",
        """
        article_id | text | 文章编号 | id of the article
        bulletin_id | text > bulletins.bulletin_id | 简报编号 | the issue
        section_id | text > sections.section_id | 栏目编号 | the column it stands in; null where the issue has none
        ordinal | integer | 序号 | from 1 through the issue
        title | text | 标题 | as in the body
        contents_title | text | 目录标题 | the line of the contents list that stands for it; null where absent
        title_match | real | 标题相似度 | likeness of the two titles, 0 to 1; null where either is absent
        contributor | text | 供稿 | the 供稿 line without brackets and without 供稿
        source | text | 来源 | the 来源 line likewise
        body | text | 正文 | paragraphs joined by line feeds, without title, contributor and source
        char_start | integer | 起 | offset in the issue's text of its title's first character
        char_end | integer | 止 | offset after its last character
        page_start | integer | 起页 | page of its first character
        page_end | integer | 止页 | page of its last character
        """,
    ),
    table(
        "sentences", "句子", "Sentences of the articles' bodies.", "sentence_id",
        """
        sentence_id | text | 句子编号 | id of the sentence
        article_id | text > articles.article_id | 文章编号 | the article
        ordinal | integer | 序号 | from 1 through the article
        text | text | 文字 | the sentence
        char_start | integer | 起 | offset in the issue's text
        char_end | integer | 止 | offset after its last character
        tokens | text[] | 词 | its words; joined they are the sentence
        tags | text[] | 词性 | jieba's part-of-speech tag of each word
        """,
    ),
    table(
        "table_cells", "表格", "Cells of the articles' tables.", "table_id row column",
        """
        table_id | text | 表编号 | id of the table
        article_id | text > articles.article_id | 文章编号 | the article
        row | integer | 行 | 0 is the head row
        column | integer | 列 | from 0
        column_name | text | 列名 | text of the head row's cell
        text | text | 文字 | the cell
        char_start | integer | 起 | offset in the issue's text
        char_end | integer | 止 | offset after its last character
        page | integer | 页 | page of the cell
        x0 | real | 左 | points from the left of the page; null for text input
        y0 | real | 上 | points from the top of the page
        x1 | real | 右 | points from the left of the page
        y1 | real | 下 | points from the top of the page
        """,
    ),
    table(
        "mentions", "提及", "Every place where an entity, figure or date is named.", "mention_id",
        """
        mention_id | text | 提及编号 | id of the mention: article, kind and offsets within the article
        article_id | text > articles.article_id | 文章编号 | the article
        sentence_id | text > sentences.sentence_id | 句子编号 | the sentence; null outside the body's prose
        kind | text | 类别 | alliance, official, policy, figure, organization, place or date
        text | text | 文字 | as printed
        char_start | integer | 起 | offset in the issue's text
        char_end | integer | 止 | offset after its last character
        page | integer | 页 | page on which it begins
        x0 | real | 左 | points from the left of the page (its first line); null for text input
        y0 | real | 上 | points from the top of the page
        x1 | real | 右 | points from the left of the page
        y1 | real | 下 | points from the top of the page
        record_id | text | 记录编号 | the row of the kind's own table; null where undecided
        method | text | 方法 | the rule, list or model that found it
        normalized | text | 规范值 | dates in ISO 8601, places by their full name; null for other kinds
        """,
    ),
    table(
        "alliances", "联盟", "One row a real alliance.", "alliance_id",
        """
        alliance_id | text | 联盟编号 | id of the alliance
        name | text | 名称 | canonical name
        short_name | text | 简称 | its usual short name; null where unknown
        code | text | 代码 | code in the pilot roster, such as 138 or D106; null where unknown
        batch | text | 批次 | batch of approval; null where unknown
        origin | text | 来历 | roster or discovered
        """,
    ),
    table(
        "alliance_names", "联盟名称", "Every form of an alliance's name that is known or was seen.", "alliance_id name",
        """
        alliance_id | text > alliances.alliance_id | 联盟编号 | the alliance
        name | text | 名称 | the form as printed
        kind | text | 类别 | official, short, variant or misspelling
        mentions | integer | 次数 | how often the archive prints it
        first_bulletin | text > bulletins.bulletin_id | 首见 | first issue that prints it
        last_bulletin | text > bulletins.bulletin_id | 末见 | last issue that prints it
        """,
    ),
    table(
        "officials", "人物", "One row a person.", "official_id",
        """
        official_id | text | 人物编号 | id of the person
        name | text | 姓名 | as printed
        """,
    ),
    table(
        "official_roles", "职务", "Every statement that a person holds a post.", "role_id",
        """
        role_id | text | 职务编号 | id of the statement
        official_id | text > officials.official_id | 人物编号 | the person; null where undecided
        name | text | 姓名 | as printed
        organization | text | 单位 | the body in which the post is held, as printed; null where none is stated
        title | text | 职务 | the post as printed, without the organization
        former | boolean | 原任 | true for 原 or 前
        honour | text | 荣衔 | 院士 … or null
        article_id | text > articles.article_id | 文章编号 | the article
        bulletin_id | text > bulletins.bulletin_id | 简报编号 | the issue
        date | text | 日期 | the issue's date
        mention_id | text > mentions.mention_id | 提及编号 | the mention of the person
        """,
    ),
    table(
        "policies", "政策文件", "Policies and other titled works.", "policy_id",
        """
        policy_id | text | 文件编号 | id of the work
        title | text | 标题 | without 《》
        kind | text | 类别 | policy, report, catalogue, plan, collection, project, standard or other
        document_number | text | 文号 | such as 国发〔2022〕12号; null where unknown
        period_start | integer | 起年 | first year of the period that it is for
        period_end | integer | 止年 | last year; 十四五 is 2021 to 2025
        """,
    ),
    table(
        "policy_issuers", "发文机关", "Who issued a policy.", "policy_id ordinal",
        """
        policy_id | text > policies.policy_id | 文件编号 | the policy
        ordinal | integer | 序号 | from 1
        organization | text | 机关 | normalised standing name
        issuer_count | integer | 机关数 | N of 等N部门; null where not stated
        """,
    ),
    table(
        "policy_events", "政策事件", "What an article says of a work.", "policy_id article_id event mention_id",
        """
        policy_id | text > policies.policy_id | 文件编号 | the work
        article_id | text > articles.article_id | 文章编号 | the article
        bulletin_id | text > bulletins.bulletin_id | 简报编号 | the issue
        event | text | 事件 | issued, released, approved, accepted, drafted, revised, repealed, interpreted or cited
        date | text | 日期 | date of the event where stated, else the issue's
        mention_id | text > mentions.mention_id | 提及编号 | the mention that says so
        """,
    ),
    table(
        "organizations", "机构", "Organizations under their standing names.", "organization_id",
        """
        organization_id | text | 机构编号 | id of the organization
        name | text | 名称 | standing name
        kind | text | 类别 | government, enterprise, institute, university, association or other
        lineage | text | 沿革 | standing name of the body that carries on today (环境保护部 → 生态环境部)
        """,
    ),
    table(
        "figures", "数据", "Numbers with units that measure or count something.", "figure_id",
        """
        figure_id | text | 数据编号 | id of the figure
        mention_id | text > mentions.mention_id | 提及编号 | the mention
        article_id | text > articles.article_id | 文章编号 | the article
        bulletin_id | text > bulletins.bulletin_id | 简报编号 | the issue
        text | text | 文字 | as printed, qualifier words included
        value | real | 数值 | scale words multiplied out
        value_max | real | 上限 | ranges only
        value_exact | text | 精确值 | the value as a decimal numeral
        unit | text | 单位 | the measure word without the scale
        qualifier | text | 限定 | exact, about, nearly, over, at_least, at_most, under, range or ordinal
        indicator | text | 指标 | the words for what is measured
        subject_id | text | 主体 | the alliance, organization or policy that it is about
        period | text | 时期 | as printed or null
        change_type | text | 变化 | 同比 环比 增长 下降 占比 … or null
        cell | text | 单元格 | t:r:c where it stands in a table, else null
        """,
    ),
    table(
        "findings", "校核意见", "Where a bulletin disagrees with itself or with others.", "finding_id",
        """
        finding_id | text | 意见编号 | id of the finding
        bulletin_id | text > bulletins.bulletin_id | 简报编号 | the issue; null for the archive as a whole
        article_id | text > articles.article_id | 文章编号 | the article, where there is one
        check | text | 校核 | name of the check
        severity | text | 程度 | error, warning or note
        message | text | 说明 | what disagrees, with the sum worked out in words
        evidence | text[] | 依据 | ids of the mentions or figures
        """,
    ),
    table(
        "ledger", "字数账", "Which layer every character of a page went to.", "document_id page layer reason",
        """
        document_id | text > documents.document_id | 文件编号 | the file
        page | integer | 页 | from 1
        layer | text | 层 | masthead, contents, heading, title, body, … furniture or discarded
        characters | integer | 字数 | characters of the page on this layer
        reason | text | 原因 | why, where that needs saying
        """,
    ),
    table(
        "links", "链接", "Why a mention stands for a record.", "mention_id",
        """
        mention_id | text > mentions.mention_id | 提及编号 | the mention
        record_id | text | 记录编号 | the record; null where it went to review
        score | real | 分数 | 0 to 1
        reasons | text | 理由 | in words
        decision | text | 决定 | linked, review or corrected
        """,
    ),
    table(
        "review", "待核", "Mentions with more than one candidate, most waiting first.", "mention_id",
        """
        mention_id | text > mentions.mention_id | 提及编号 | the first mention of this form
        kind | text | 类别 | kind of the mention
        text | text | 文字 | as printed
        candidates | text[] | 候选 | ids of the records it may stand for
        mentions_waiting | integer | 等待数 | how many mentions wait for the decision
        """,
    ),
    table(
        "tenures", "任期", "Who was observed in which post, and when.", "official_id organization title",
        """
        official_id | text > officials.official_id | 人物编号 | the person
        organization | text | 单位 | the body; null where none is stated
        title | text | 职务 | the post
        first_seen | text | 首见 | date of the first issue
        last_seen | text | 末见 | date of the last issue
        observations | integer | 次数 | how often
        ended_by | text | 结束 | 原… or the successor, null where open
        """,
    ),
    table(
        "redirects", "更替", "Ids given up in a merge or borne in an archive of other bulletins.", "old_id",
        """
        old_id | text | 旧编号 | the id that was given up
        new_id | text | 新编号 | the id that stands for it now
        why | text | 原因 | in words
        """,
    ),
)  # fmt: skip

BY_NAME: dict[str, TableSchema] = {described.name: described for described in TABLES}
