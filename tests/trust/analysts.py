"""Queries as analysts write them: warehouse benchmarks in full, and the ways of each dialect."""

from __future__ import annotations

BENCHMARKS = """
select sum(l_extendedprice * (1 - l_discount) * (1 + l_tax)) as value from lineitem where l_shipdate <= date '1998-12-01' group by l_returnflag, l_linestatus order by l_returnflag, l_linestatus
select s_acctbal as value from part, supplier, partsupp, nation, region where p_partkey = ps_partkey and s_suppkey = ps_suppkey and p_size = 15 and p_type like '%BRASS' and s_nationkey = n_nationkey and n_regionkey = r_regionkey and r_name = 'EUROPE' and ps_supplycost = (select min(ps_supplycost) from partsupp, supplier, nation, region where p_partkey = ps_partkey and s_suppkey = ps_suppkey and s_nationkey = n_nationkey and n_regionkey = r_regionkey and r_name = 'EUROPE') order by s_acctbal desc, n_name, s_name, p_partkey limit 100
select sum(l_extendedprice * (1 - l_discount)) as value from customer, orders, lineitem where c_mktsegment = 'BUILDING' and c_custkey = o_custkey and l_orderkey = o_orderkey and o_orderdate < date '1995-03-15' and l_shipdate > date '1995-03-15' group by l_orderkey, o_orderdate, o_shippriority order by value desc, o_orderdate limit 10
select count(*) as value from orders where o_orderdate >= date '1993-07-01' and o_orderdate < date '1993-10-01' and exists (select * from lineitem where l_orderkey = o_orderkey and l_commitdate < l_receiptdate) group by o_orderpriority order by o_orderpriority
select sum(l_extendedprice * (1 - l_discount)) as value from customer, orders, lineitem, supplier, nation, region where c_custkey = o_custkey and l_orderkey = o_orderkey and l_suppkey = s_suppkey and c_nationkey = s_nationkey and s_nationkey = n_nationkey and n_regionkey = r_regionkey and r_name = 'ASIA' and o_orderdate >= :since and o_orderdate < :until
select sum(l_extendedprice * l_discount) as value from lineitem where l_shipdate >= :since and l_shipdate < :until and l_discount between 0.06 - 0.01 and 0.06 + 0.01 and l_quantity < 24
select sum(volume) as value from (select n1.n_name as supp_nation, n2.n_name as cust_nation, extract(year from l_shipdate) as l_year, l_extendedprice * (1 - l_discount) as volume from supplier, lineitem, orders, customer, nation n1, nation n2 where s_suppkey = l_suppkey and o_orderkey = l_orderkey and c_custkey = o_custkey and s_nationkey = n1.n_nationkey and c_nationkey = n2.n_nationkey and ((n1.n_name = 'FRANCE' and n2.n_name = 'GERMANY') or (n1.n_name = 'GERMANY' and n2.n_name = 'FRANCE'))) as shipping group by supp_nation, cust_nation, l_year
select sum(case when nation = 'BRAZIL' then volume else 0 end) / sum(volume) as value from (select extract(year from o_orderdate) as o_year, l_extendedprice * (1 - l_discount) as volume, n2.n_name as nation from part, supplier, lineitem, orders, customer, nation n1, nation n2, region where p_partkey = l_partkey and s_suppkey = l_suppkey and l_orderkey = o_orderkey and o_custkey = c_custkey and c_nationkey = n1.n_nationkey and n1.n_regionkey = r_regionkey and r_name = 'AMERICA' and s_nationkey = n2.n_nationkey and p_type = 'ECONOMY ANODIZED STEEL') as all_nations
select sum(amount) as value from (select n_name as nation, extract(year from o_orderdate) as o_year, l_extendedprice * (1 - l_discount) - ps_supplycost * l_quantity as amount from part, supplier, lineitem, partsupp, orders, nation where s_suppkey = l_suppkey and ps_suppkey = l_suppkey and ps_partkey = l_partkey and p_partkey = l_partkey and o_orderkey = l_orderkey and s_nationkey = n_nationkey and p_name like '%green%') as profit group by nation, o_year order by nation, o_year desc
select sum(l_extendedprice * (1 - l_discount)) as value from customer, orders, lineitem, nation where c_custkey = o_custkey and l_orderkey = o_orderkey and o_orderdate >= :since and l_returnflag = 'R' and c_nationkey = n_nationkey group by c_custkey, c_name, c_acctbal, c_phone, n_name, c_address, c_comment order by value desc limit 20
select sum(ps_supplycost * ps_availqty) as value from partsupp, supplier, nation where ps_suppkey = s_suppkey and s_nationkey = n_nationkey and n_name = 'GERMANY' group by ps_partkey having sum(ps_supplycost * ps_availqty) > (select sum(ps_supplycost * ps_availqty) * 0.0001 from partsupp, supplier, nation where ps_suppkey = s_suppkey and s_nationkey = n_nationkey and n_name = 'GERMANY')
select sum(case when o_orderpriority = '1-URGENT' or o_orderpriority = '2-HIGH' then 1 else 0 end) as value from orders, lineitem where o_orderkey = l_orderkey and l_shipmode in ('MAIL', 'SHIP') and l_commitdate < l_receiptdate and l_shipdate < l_commitdate and l_receiptdate >= :since group by l_shipmode
select avg(c_count) as value from (select c_custkey, count(o_orderkey) as c_count from customer left outer join orders on c_custkey = o_custkey and o_comment not like '%special%requests%' group by c_custkey) as c_orders
select 100.00 * sum(case when p_type like 'PROMO%' then l_extendedprice * (1 - l_discount) else 0 end) / sum(l_extendedprice * (1 - l_discount)) as value from lineitem, part where l_partkey = p_partkey and l_shipdate >= :since
with revenue (supplier_no, total_revenue) as (select l_suppkey, sum(l_extendedprice * (1 - l_discount)) from lineitem where l_shipdate >= :since group by l_suppkey) select max(total_revenue) as value from supplier, revenue where s_suppkey = supplier_no and total_revenue = (select max(total_revenue) from revenue)
select count(distinct ps_suppkey) as value from partsupp, part where p_partkey = ps_partkey and p_brand <> 'Brand#45' and p_type not like 'MEDIUM POLISHED%' and p_size in (49, 14, 23, 45, 19, 3, 36, 9) and ps_suppkey not in (select s_suppkey from supplier where s_comment like '%Customer%Complaints%')
select sum(l_extendedprice) / 7.0 as value from lineitem, part where p_partkey = l_partkey and p_brand = 'Brand#23' and p_container = 'MED BOX' and l_quantity < (select 0.2 * avg(l_quantity) from lineitem where l_partkey = p_partkey)
select sum(l_quantity) as value from customer, orders, lineitem where o_orderkey in (select l_orderkey from lineitem group by l_orderkey having sum(l_quantity) > 300) and c_custkey = o_custkey and o_orderkey = l_orderkey group by c_name, c_custkey, o_orderkey, o_orderdate, o_totalprice order by o_totalprice desc limit 100
select sum(l_extendedprice * (1 - l_discount)) as value from lineitem, part where (p_partkey = l_partkey and p_brand = 'Brand#12' and l_quantity >= 1 and l_quantity <= 11 and p_size between 1 and 5 and l_shipmode in ('AIR', 'AIR REG')) or (p_partkey = l_partkey and p_brand = 'Brand#23' and l_quantity >= 10 and p_size between 1 and 10)
select count(*) as value from supplier, nation where s_suppkey in (select ps_suppkey from partsupp where ps_partkey in (select p_partkey from part where p_name like 'forest%') and ps_availqty > (select 0.5 * sum(l_quantity) from lineitem where l_partkey = ps_partkey and l_suppkey = ps_suppkey)) and s_nationkey = n_nationkey
select count(*) as value from supplier, lineitem l1, orders where s_suppkey = l1.l_suppkey and o_orderkey = l1.l_orderkey and o_orderstatus = 'F' and exists (select * from lineitem l2 where l2.l_orderkey = l1.l_orderkey and l2.l_suppkey <> l1.l_suppkey) and not exists (select * from lineitem l3 where l3.l_orderkey = l1.l_orderkey and l3.l_receiptdate > l3.l_commitdate)
select sum(c_acctbal) as value from (select substring(c_phone, 1, 2) as cntrycode, c_acctbal from customer where substring(c_phone, 1, 2) in ('13', '31', '23') and c_acctbal > (select avg(c_acctbal) from customer where c_acctbal > 0.00) and not exists (select * from orders where o_custkey = c_custkey)) as custsale
with customer_total_return as (select sr_customer_sk as ctr_customer_sk, sr_store_sk as ctr_store_sk, sum(sr_return_amt) as ctr_total_return from store_returns, date_dim where sr_returned_date_sk = d_date_sk and d_year = 2000 group by sr_customer_sk, sr_store_sk) select count(*) as value from customer_total_return ctr1, store, customer where ctr1.ctr_total_return > (select avg(ctr_total_return) * 1.2 from customer_total_return ctr2 where ctr1.ctr_store_sk = ctr2.ctr_store_sk) and s_store_sk = ctr1.ctr_store_sk and s_state = 'TN'
select sum(ss_ext_sales_price) as value from date_dim dt, store_sales, item where dt.d_date_sk = store_sales.ss_sold_date_sk and store_sales.ss_item_sk = item.i_item_sk and item.i_manufact_id = 128 and dt.d_moy = 11 group by dt.d_year, item.i_brand, item.i_brand_id order by dt.d_year, value desc
select avg(ss_quantity) as value from store_sales, customer_demographics, date_dim, item, promotion where ss_sold_date_sk = d_date_sk and ss_item_sk = i_item_sk and ss_cdemo_sk = cd_demo_sk and ss_promo_sk = p_promo_sk and cd_gender = 'M' and (p_channel_email = 'N' or p_channel_event = 'N') and d_year = 2000
select case when (select count(*) from store_sales where ss_quantity between 1 and 20) > 74129 then (select avg(ss_ext_discount_amt) from store_sales where ss_quantity between 1 and 20) else (select avg(ss_net_paid) from store_sales where ss_quantity between 1 and 20) end as value from reason where r_reason_sk = 1
with year_total as (select c_customer_id as customer_id, d_year as dyear, sum(ss_ext_list_price - ss_ext_discount_amt) as year_total, 's' as sale_type from customer, store_sales, date_dim where c_customer_sk = ss_customer_sk and ss_sold_date_sk = d_date_sk group by c_customer_id, d_year union all select c_customer_id, d_year, sum(ws_ext_list_price - ws_ext_discount_amt), 'w' from customer, web_sales, date_dim where c_customer_sk = ws_bill_customer_sk and ws_sold_date_sk = d_date_sk group by c_customer_id, d_year) select count(*) as value from year_total a, year_total b where a.customer_id = b.customer_id and a.sale_type = 's' and b.sale_type = 'w' and a.year_total > 0
select sum(ws_ext_sales_price) * 100 / sum(sum(ws_ext_sales_price)) over (partition by i_class) as value from web_sales, item, date_dim where ws_item_sk = i_item_sk and i_category in ('Sports', 'Books') and ws_sold_date_sk = d_date_sk group by i_item_id, i_item_desc, i_category, i_class, i_current_price
select stddev_samp(inv_quantity_on_hand) / nullif(avg(inv_quantity_on_hand), 0) as value from inventory, item, warehouse, date_dim where inv_item_sk = i_item_sk and inv_warehouse_sk = w_warehouse_sk and inv_date_sk = d_date_sk and d_year = 2001
select max(rank_within) as value from (select i_category, rank() over (partition by i_category order by sum(ss_net_profit) desc) as rank_within from store_sales, item where i_item_sk = ss_item_sk group by i_category, i_class) as t where rank_within <= 100
select avg(sum_sales) as value from (select sum(ss_sales_price) as sum_sales, avg(sum(ss_sales_price)) over (partition by i_manufact_id) as avg_quarterly from item, store_sales, date_dim, store where ss_item_sk = i_item_sk and ss_sold_date_sk = d_date_sk and ss_store_sk = s_store_sk and d_month_seq in (1200, 1201, 1202) group by i_manufact_id, d_qoy) as tmp where case when avg_quarterly > 0 then abs(sum_sales - avg_quarterly) / avg_quarterly else null end > 0.1
select sum(cs_ext_sales_price) as value from catalog_sales cs1 left join catalog_returns cr1 on cs1.cs_order_number = cr1.cr_order_number where coalesce(cr_return_quantity, 0) = 0 and cs_ship_date >= :since
select count(*) as value from (select distinct c_last_name, c_first_name, d_date from store_sales, date_dim, customer where ss_sold_date_sk = d_date_sk and ss_customer_sk = c_customer_sk intersect select distinct c_last_name, c_first_name, d_date from web_sales, date_dim, customer where ws_sold_date_sk = d_date_sk and ws_bill_customer_sk = c_customer_sk) as hot_cust
select sum(net) as value from (select sum(ss_net_paid) over (partition by ss_item_sk order by d_date rows between unbounded preceding and current row) as net from store_sales join date_dim on d_date_sk = ss_sold_date_sk) as running
""".strip().splitlines()
DIALECTS = {
    "postgres": """
with sessions as (select user_id, started_at, lag(started_at) over w as before from events window w as (partition by user_id order by started_at)) select avg(extract(epoch from started_at - before) / 60) as value from sessions where before is not null
select percentile_disc(0.95) within group (order by latency_ms) as value from requests where at >= :since and at < :until
select mode() within group (order by plan) as value from accounts
select count(*) filter (where churned_at is not null)::float / nullif(count(*), 0) as value from accounts where created_at < :until
select sum(amount_cents) / 100.0 as value from invoices where date_trunc('quarter', paid_at) = date_trunc('quarter', cast(:as_of as timestamp))
select count(*) as value from generate_series(cast(:since as date), cast(:until as date), interval '1 day') as d(day) left join orders on orders.day = d.day where orders.id is null
select avg(array_length(tags, 1)) as value from tickets where 'vip' = any(tags)
select count(distinct t) as value from tickets cross join lateral unnest(tags) as t
select sum((item->>'qty')::int * (item->>'price')::numeric) as value from carts, jsonb_array_elements(items) as item
select avg((properties #>> '{checkout,total}')::numeric) as value from events where properties ? 'checkout'
select count(*) as value from events where properties @> '{"plan": "pro"}'
select avg(score) as value from (select distinct on (account_id) account_id, score from surveys order by account_id, answered_at desc) as latest
select corr(price, sold) as value from products
select regr_slope(revenue, spend) as value from campaigns
select round(avg(rating)::numeric, 2) as value from reviews where char_length(body) between 10 and 5000
select count(*) as value from users where email !~* '(test|example)' and email is distinct from ''
select string_agg(distinct region, ',' order by region) as value from stores
select sum(quantity * greatest(price - coalesce(discount, 0), 0)) as value from lines
select count(*) as value from orders where (region, status) in (('n', 'x'), ('s', 'y'))
select avg(age(closed_at, opened_at)) as value from tickets
select sum(a) over () as value from t fetch first 1 rows only
select max(width_bucket(amount, 0, 1000, 10)) as value from orders
select count(*) as value from t where tsrange(starts_at, ends_at) && tsrange(:since, :until)
select sum(case extract(isodow from at) when 6 then 1 when 7 then 1 else 0 end) as value from visits
select count(*) as value from orders where at at time zone 'UTC' at time zone 'Europe/Paris' >= :since
select to_char(max(at), 'YYYYMM')::int as value from orders
select avg(s.total) as value from accounts a join lateral (select sum(amount) as total from invoices i where i.account_id = a.id) s on true
select grouping(region) as value from sales group by rollup (region)
select sum(x) as value from (values (1), (2)) as v(x)
select coalesce(sum(amount) filter (where kind = 'new'), 0) - coalesce(sum(amount) filter (where kind = 'lost'), 0) as value from movements
select count(*) as value from orders where ordered_at between symmetric :since and :until
select bool_or(is_late)::int as value from deliveries
select every(is_paid)::int as value from invoices
select sum(length(trim(both ' ' from body))) as value from notes
select count(*) as value from t where name similar to '(a|b)%'
select avg(ln(amount + 1)) as value from orders where overlay(code placing 'x' from 1 for 1) = 'xyz'
select make_date(2026, 1, 1) - max(paid_on) as value from invoices
select date_part('day', max(a) - min(a)) as value from t
select count(*) as value from t where left(code, 2) || right(code, 2) = 'abcd' and position('x' in code) > 0
select justify_hours(sum(b - a)) as value from t
select count(*) as value from t where a::time between '08:00' and '18:00'
select sum(amount) as value from t where isfinite(a) and a > '-infinity'
select percent_rank(100) within group (order by amount) as value from orders
select cardinality(tags) as value from t
select md5(name) as value from t
select unaccent(name) as value from t where translate(name, 'é', 'e') = 'e'
select num_nonnulls(a, b, c) as value from t
select array_position(tags, 'x') as value from t
select count(*) as value from t where daterange(a, b) @> cast(:as_of as date)
select range_merge(r) as value from t
select lower(valid) as value from prices where upper_inf(valid)
select jsonb_array_length(payload->'items') as value from t
select (jsonb_path_query_first(payload, '$.a.b'))::text::int as value from t
select jsonb_object_agg(k, v) as value from t
select sum((e.value)::numeric) as value from t, jsonb_each_text(t.payload) as e
select count(*) as value from t, regexp_matches(body, 'x', 'g') as m
select count(*) as value from t, unnest(string_to_array(tags, ',')) as tag where tag = 'vip'
select regexp_count(body, 'x') as value from t
select date_bin('15 minutes', at, timestamp '2001-01-01') as value from t
""",
    "mysql": """
select avg(time_to_sec(timediff(closed_at, opened_at)) / 3600) as value from tickets where closed_at is not null
select sum(amount) as value from invoices where year(paid_at) = year(:as_of) and quarter(paid_at) = quarter(:as_of)
select count(*) as value from orders where ordered_at >= date_sub(:as_of, interval weekday(:as_of) day)
select group_concat(distinct region order by region separator ',') as value from stores
select sum(json_unquote(json_extract(payload, '$.amount'))) as value from events
select sum(payload->>'$.amount') as value from events
select count(*) as value from events where json_contains(payload, '"pro"', '$.plans')
select json_length(payload, '$.items') as value from carts
select avg(datediff(shipped_at, ordered_at)) as value from orders where str_to_date(code, '%Y%m%d') < :until
select count(*) as value from users where email not regexp 'test|example'
select count(*) as value from users where email rlike '^a'
select sum(if(status = 'won', amount, 0)) / nullif(sum(amount), 0) as value from deals
select std(amount) as value from orders
select bit_count(flags) as value from t
select substring_index(email, '@', -1) as value from users
select find_in_set('x', tags) as value from t
select field(status, 'a', 'b') as value from t
select from_unixtime(max(created)) as value from t
select unix_timestamp(max(a)) as value from t
select date_format(max(a), '%x%v') as value from t
select last_day(max(a)) as value from t
select period_diff(date_format(:as_of, '%Y%m'), date_format(min(a), '%Y%m')) as value from t
select count(*) as value from t where a between :since and :until and dayofweek(a) not in (1, 7)
select convert_tz(max(a), 'UTC', 'Europe/Paris') as value from t
select sum(x) over (order by a rows between 6 preceding and current row) as value from t order by a desc limit 1
with ranked as (select score, row_number() over (partition by account_id order by a desc) as rn from surveys) select avg(score) as value from ranked where rn = 1
select sum(amount) as value from orders force index (by_day) where a >= :since
select straight_join count(*) as value from a join b on a.id = b.id
select greatest(max(a), max(b)) as value from t
select truncate(avg(x), 2) as value from t
select x div 7 as value from t
select 7 mod 3 as value from t
select a xor b as value from t
select a <=> b as value from t
select cast(sum(x) as unsigned) as value from t
select convert(x, decimal(10, 2)) as value from t
select lpad(x, 5, '0') as value from t
select char_length(body) as value from t
select concat_ws('-', a, b) as value from t
select elt(1, 'a') as value from t
select timestampdiff(minute, opened_at, coalesce(closed_at, :until)) as value from tickets
select date_add(max(a), interval 1 month) as value from t
select adddate(max(a), 3) as value from t
select subdate(max(a), interval 1 day) as value from t
select makedate(2026, 1) as value from t
select makedate(year(:as_of), 1) + interval quarter(:as_of) quarter - interval 1 quarter as value from t
select sec_to_time(avg(time_to_sec(a))) as value from t
select addtime(a, '01:00:00') as value from t
select hour(a) * 60 + minute(a) as value from t
select extract(year_month from a) as value from t
select any_value(a) as value from t group by b
select sum(distinct a) as value from t
select count(distinct a, b) as value from t
select json_arrayagg(a) as value from t
select json_objectagg(a, b) as value from t
select json_table.x as value from t, json_table(t.payload, '$[*]' columns (x int path '$.x')) as json_table
select grouping(a) as value from t group by a with rollup
select percent_rank() over (order by a) as value from t
select regexp_replace(a, 'x', 'y') as value from t
select regexp_substr(a, 'x') as value from t
select strcmp(a, b) as value from t
select microsecond(a) as value from t
select week(a, 3) as value from t
select yearweek(a, 3) as value from t
select monthname(a) as value from t
select crc32(a) as value from t
select md5(a) as value from t
select isnull(a) as value from t
select interval(a, 1, 10) as value from t
select insert(a, 1, 2, 'x') as value from t
select reverse(a) as value from t
select hex(a) as value from t
select conv(a, 16, 10) as value from t
select pow(a, 2) + sqrt(b) + log2(c) + exp(d) as value from t
""",
    "sqlite": """
select avg(julianday(closed_at) - julianday(opened_at)) as value from tickets where closed_at is not null
select sum(amount) as value from invoices where strftime('%Y-%m', paid_at) = strftime('%Y-%m', :as_of)
select count(*) as value from orders where date(ordered_at) >= date(:as_of, 'weekday 1', '-7 days')
select count(*) as value from orders where ordered_at >= datetime(:until, '-1 month') and ordered_at < :until
select group_concat(distinct region) as value from stores
select sum(json_extract(payload, '$.amount')) as value from events
select sum(payload ->> 'amount') as value from events
select json_array_length(payload, '$.items') as value from carts
select count(*) as value from events, json_each(events.payload, '$.items') as item where item.value = 'x'
select count(*) as value from users where email not like '%test%' and email glob '*@*'
select total(amount) as value from deals where status = 'won'
select sum(amount) filter (where status = 'won') / nullif(total(amount), 0) as value from deals
select cast(strftime('%s', closed_at) as integer) - cast(strftime('%s', opened_at) as integer) as value from tickets
select unixepoch(closed_at) - unixepoch(opened_at) as value from tickets
select max(a, b) as value from t
select min(a, b, c) as value from t
select ifnull(sum(a), 0) as value from t
select iif(a > 1, 1, 0) as value from t
select printf('%.2f', avg(a)) as value from t
select format('%d', a) as value from t
select substr(code, 1, 2) as value from t
select instr(code, 'x') as value from t
select length(hex(a)) as value from t
select quote(a) as value from t
select typeof(a) as value from t
select round(avg(a), 2) as value from t
select a % 7 as value from t
select a || b as value from t
select cast(a as real) / b as value from t
select count(*) as value from t where a is not b
select sum(x) over (order by a rows between 6 preceding and current row) as value from t order by a desc limit 1
with ranked as (select score, row_number() over (partition by account_id order by a desc) as rn from surveys) select avg(score) as value from ranked where rn = 1
with recursive days(day) as (select date(:since) union all select date(day, '+1 day') from days where day < date(:as_of)) select count(*) as value from days left join orders on date(orders.a) = days.day where orders.id is null
select avg(n) as value from (select count(*) as n from orders group by strftime('%W', a))
select 100.0 * sum(a) / sum(b) as value from t
select sqrt(avg(a * a) - avg(a) * avg(a)) as value from t
select pow(a, 2) + ln(b) + exp(c) as value from t
select sign(a) as value from t
select ceil(a) + floor(b) as value from t
select replace(upper(trim(a)), 'X', 'Y') as value from t
select coalesce(nullif(a, ''), 'x') as value from t
select date(a, 'start of month', '+1 month', '-1 day') as value from t
select time(a) as value from t
select strftime('%j', a) as value from t
select julianday(:as_of) - julianday(max(a)) as value from t
select count(*) as value from t where a in (select b from u except select c from v)
select nth_value(a, 2) over (order by b) as value from t
select ntile(4) over (order by a) as value from t
select lead(a, 1, 0) over (order by b) as value from t
select json_group_array(a) as value from t
select json_type(a) as value from t
select json_valid(a) as value from t
select median(a) as value from t
select percentile(a, 90) as value from t
select string_agg(a, ',') as value from t
select char(65) as value from t
select unicode(a) as value from t
select likelihood(a, 0.5) as value from t
select concat(a, b) as value from t
select concat_ws('-', a, b) as value from t
select timediff(b, a) as value from t
select ltrim(a, '0') as value from t
select octet_length(a) as value from t
select count(*) as value from t where a not between 1 and 2 and b like 'x!%' escape '!'
""",
    "duckdb": """
select quantile_disc(latency, [0.5, 0.95]) as value from requests where at >= :since
select approx_quantile(latency, 0.95) as value from requests
select mad(latency) as value from requests
select skewness(a) + kurtosis(a) as value from t
select entropy(a) as value from t
select mode(plan) as value from accounts
select arg_max(score, answered_at) as value from surveys
select max_by(score, answered_at) as value from surveys
select count_if(a > 1) as value from t
select sum(amount) filter (status = 'won') / sum(amount) as value from deals
select list_sum(list(a)) as value from t
select len(list_distinct(list(a))) as value from t
select unnest(tags) as value from t
select count(*) as value from (select unnest(string_split(tags, ',')) as tag from t) where tag = 'vip'
select datediff('day', a, b) as value from t
select date_diff('hour', a, b) as value from t
select date_sub('month', a, b) as value from t
select datepart('week', a) as value from t
select time_bucket(interval '1 week', a) as value from t
select strftime(a, '%Y-%m') as value from t
select strptime(code, '%Y%m%d') as value from t
select try_cast(a as integer) as value from t
select a::decimal(18, 3) as value from t
select sum(a) over (order by b range between interval 6 days preceding and current row) as value from t qualify row_number() over (order by b desc) = 1
select * exclude (b) from (select avg(a) as value, 1 as b from t)
select avg(a) as value from t group by all
select payload->>'$.amount' as value from t
select json_extract_string(payload, '$.amount')::double as value from t
select sum(cast(payload.amount as double)) as value from t
select struct_extract(s, 'a') as value from t
select s.a.b as value from t
select m['k'] as value from t
select element_at(m, 'k') as value from t
select map_keys(m) as value from t
select list_filter(l, x -> x > 1) as value from t
select list_aggregate(l, 'sum') as value from t
select list_contains(l, 1) as value from t
select l[1] as value from t
select l[1:3] as value from t
select array_length(l) as value from t
select range(1, 5) as value from t
select count(*) as value from range(cast(:since as timestamp), cast(:until as timestamp), interval 1 day) as d(day)
select greatest(a, b) as value from t
select regexp_matches(a, 'x') as value from t
select regexp_extract(a, '(x)', 1) as value from t
select string_agg(a, ',' order by a) as value from t
select a ilike '%x%' as value from t
select a ^ 2 as value from t
select a // 7 as value from t
select isodow(a) as value from t
select dayname(a) as value from t
select last_day(a) as value from t
select epoch_ms(a) as value from t
select to_timestamp(a) as value from t
select make_timestamp(2026, 1, 1, 0, 0, 0) as value from t
select century(a) as value from t
select era(a) as value from t
select favg(a) as value from t
select fsum(a) as value from t
select product(a) as value from t
select histogram(a) as value from t
select first(a order by b) as value from t
select last(a order by b) as value from t
select any_value(a) as value from t
select geomean(a) as value from t
select sem(a) as value from t
select reservoir_quantile(a, 0.5) as value from t
select regr_r2(a, b) as value from t
select levenshtein(a, b) as value from t
select jaro_winkler_similarity(a, b) as value from t
select damerau_levenshtein(a, b) as value from t
select hash(a) as value from t
select md5(a) as value from t
select strip_accents(a) as value from t
select contains(a, 'x') as value from t
select prefix(a, 'x') as value from t
select a.contains('x') as value from t
select string_split(a, ',')[1] as value from t
select format('{}', a) as value from t
select printf('%d', a) as value from t
select bar(a, 0, 10) as value from t
select case a when 1 then 2 end as value from t
select gcd(a, b) + lcm(a, b) as value from t
select even(a) as value from t
select fdiv(a, b) + fmod(a, b) as value from t
select nextafter(a, b) as value from t
select t.a as value from t semi join u on t.id = u.id
select t.a as value from t anti join u on t.id = u.id
select sum(s.price) as value from trades asof join prices s on trades.at >= s.at
from orders select count(*) as value
pivot orders on region using sum(amount)
select value from (pivot orders on region using sum(amount) as value)
select value from (unpivot sales on jan, feb into name month value value)
""",
}


def by_analysts(dialect: str) -> list[str]:
    """All of them for a dialect."""
    return [*BENCHMARKS, *DIALECTS[dialect].strip().splitlines()]
