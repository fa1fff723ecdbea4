-- most_active_alliances | 哪些联盟被提及最多，从何时到何时？ | Which alliances are mentioned most, from when to when?
SELECT a.name AS 联盟, count(*) AS 提及, count(DISTINCT x.bulletin_id) AS 期数, min(b.date) AS 首见, max(b.date) AS 末见
FROM mentions m JOIN alliances a ON a.alliance_id = m.record_id
JOIN articles x USING (article_id) JOIN bulletins b USING (bulletin_id)
GROUP BY a.alliance_id ORDER BY 提及 DESC, 联盟;

-- alliance_by_year | 某个联盟逐年被提及多少次？ | How often is an alliance mentioned, year by year?
SELECT substr(b.date, 1, 4) AS 年, count(*) AS 提及
FROM alliance_names n JOIN mentions m ON m.record_id = n.alliance_id
JOIN articles x USING (article_id) JOIN bulletins b USING (bulletin_id)
WHERE n.name = :name GROUP BY 年 ORDER BY 年;

-- alliance_names_seen | 一个联盟有哪些名称和误写？ | Under which names, slips included, does an alliance appear?
SELECT a.name AS 联盟, n.name AS 名称, n.kind AS 类别, n.mentions AS 次数
FROM alliance_names n JOIN alliances a USING (alliance_id)
WHERE a.name LIKE '%' || :name || '%' ORDER BY 联盟, 次数 DESC;

-- who_held_which_post | 谁在哪个单位任什么职务，何时见于简报？ | Who held which post where, and when was it seen?
SELECT o.name AS 姓名, t.organization AS 单位, t.title AS 职务, t.first_seen AS 首见, t.last_seen AS 末见, t.ended_by AS 结束
FROM tenures t JOIN officials o USING (official_id)
WHERE coalesce(t.organization, '') LIKE '%' || :organization || '%' ORDER BY 单位, 职务, 首见;

-- policies_by_ministry | 某个机关发布过哪些文件？ | Which instruments did a body issue?
SELECT i.organization AS 机关, p.title AS 文件, p.document_number AS 文号, min(e.date) AS 日期
FROM policy_issuers i JOIN policies p USING (policy_id) LEFT JOIN policy_events e USING (policy_id)
WHERE i.organization LIKE '%' || :organization || '%' GROUP BY p.policy_id ORDER BY 日期;

-- most_cited_policies | 哪些政策被引用最多？ | Which policies are cited most?
SELECT p.title AS 文件, p.kind AS 类别, count(DISTINCT e.article_id) AS 文章, min(e.date) AS 首见
FROM policy_events e JOIN policies p USING (policy_id) WHERE p.kind = 'policy'
GROUP BY p.policy_id ORDER BY 文章 DESC, 文件;

-- indicator_over_time | 某项指标历年的数值？ | What values does an indicator take over the years?
SELECT b.date AS 日期, f.indicator AS 指标, f.text AS 原文, f.value AS 数值, f.unit AS 单位, f.article_id AS 文章
FROM figures f JOIN bulletins b USING (bulletin_id)
WHERE f.indicator LIKE '%' || :indicator || '%' ORDER BY 指标, 日期;

-- largest_sums | 金额最大的数据有哪些？ | Which are the largest sums of money?
SELECT f.value AS 元, f.text AS 原文, f.indicator AS 指标, b.date AS 日期, a.title AS 文章
FROM figures f JOIN articles a USING (article_id) JOIN bulletins b ON b.bulletin_id = a.bulletin_id
WHERE f.unit = '元' ORDER BY f.value DESC LIMIT 100;

-- named_together | 哪些联盟常在同一篇文章中出现？ | Which alliances are named in the same articles?
SELECT x.name AS 甲, y.name AS 乙, count(DISTINCT m.article_id) AS 文章
FROM mentions m JOIN mentions n ON n.article_id = m.article_id AND n.record_id > m.record_id
JOIN alliances x ON x.alliance_id = m.record_id JOIN alliances y ON y.alliance_id = n.record_id
GROUP BY x.alliance_id, y.alliance_id ORDER BY 文章 DESC, 甲, 乙;

-- issues_with_findings | 哪些期自相矛盾最多？ | Which issues disagree with themselves most?
SELECT b.series AS 刊名, b.year AS 年, b.issue AS 期, f.severity AS 程度, count(*) AS 意见
FROM findings f JOIN bulletins b USING (bulletin_id)
GROUP BY b.bulletin_id, f.severity ORDER BY 意见 DESC, b.date;

-- unresolved_names | 哪些名称还待人工核定？ | Which names still wait for a decision?
SELECT kind AS 类别, text AS 名称, mentions_waiting AS 等待, candidates AS 候选 FROM review ORDER BY 等待 DESC, 名称;
