-- Outlets: which papers, stations and sites are heard how far. The trade grades a crisis by who carries it.

create table levee.outlet (
  name text constraint outlet_once primary key
    constraint outlet_is_named check (btrim(name) <> '' and octet_length(name) <= 400),
  -- Whose pages are its; '' where it is known by its name alone, as the source or the author of a mention.
  host text not null default ''
    constraint outlet_host_is_one check (host ~ '^([a-z0-9-]+\.)*[a-z0-9-]*$' and octet_length(host) <= 255),
  rank text not null constraint outlet_rank_is_known check (rank in ('central', 'national', 'trade', 'local')),
  person text not null default levee.person(),
  at timestamptz not null default clock_timestamp());
create unique index outlet_host_once on levee.outlet (host) where host <> '';
grant select, insert (name, host, rank), update (host, rank) on levee.outlet to levee_monitoring;
grant select on levee.outlet to levee_leadership, levee_response, levee_logistics;
create trigger a_entrance before insert or update on levee.outlet when (current_user <> 'levee_owner')
  execute function levee.enter_house('person');
create function levee.remove_outlet(wanted text) returns boolean
language plpgsql security definer set search_path = levee, pg_temp as $$
begin
  perform enter('{monitoring}', null, 'person');
  delete from outlet o where o.name = wanted;
  return found;
end $$;
grant execute on function levee.remove_outlet to levee_monitoring;

-- To begin with; the company edits it.
insert into levee.outlet (name, host, rank, person) values
  ('人民日报', 'people.com.cn', 'central', 'levee'), ('新华社', 'news.cn', 'central', 'levee'),
  ('新华网', 'xinhuanet.com', 'central', 'levee'), ('央视新闻', 'cctv.com', 'central', 'levee'),
  ('光明日报', 'gmw.cn', 'central', 'levee'), ('经济日报', 'ce.cn', 'central', 'levee'),
  ('中国新闻网', 'chinanews.com.cn', 'central', 'levee'), ('中国青年报', 'cyol.com', 'central', 'levee'),
  ('中国日报', 'chinadaily.com.cn', 'central', 'levee'), ('央广网', 'cnr.cn', 'central', 'levee'),
  ('环球时报', 'huanqiu.com', 'national', 'levee'), ('澎湃新闻', 'thepaper.cn', 'national', 'levee'),
  ('新京报', 'bjnews.com.cn', 'national', 'levee'), ('南方周末', 'infzm.com', 'national', 'levee'),
  ('财新', 'caixin.com', 'national', 'levee'), ('第一财经', 'yicai.com', 'national', 'levee'),
  ('界面新闻', 'jiemian.com', 'national', 'levee'), ('每日经济新闻', 'nbd.com.cn', 'national', 'levee'),
  ('21世纪经济报道', '21jingji.com', 'national', 'levee'), ('南华早报', 'scmp.com', 'national', 'levee'),
  ('Reuters', 'reuters.com', 'national', 'levee'), ('Associated Press', 'apnews.com', 'national', 'levee'),
  ('Agence France-Presse', 'afp.com', 'national', 'levee'), ('Bloomberg', 'bloomberg.com', 'national', 'levee'),
  ('BBC News', 'bbc.com', 'national', 'levee'), ('BBC', 'bbc.co.uk', 'national', 'levee'),
  ('The New York Times', 'nytimes.com', 'national', 'levee'), ('The Wall Street Journal', 'wsj.com', 'national', 'levee'),
  ('The Washington Post', 'washingtonpost.com', 'national', 'levee'), ('Financial Times', 'ft.com', 'national', 'levee'),
  ('The Guardian', 'theguardian.com', 'national', 'levee'), ('CNN', 'cnn.com', 'national', 'levee'),
  ('The Economist', 'economist.com', 'national', 'levee'), ('Nikkei', 'nikkei.com', 'national', 'levee'),
  ('Le Monde', 'lemonde.fr', 'national', 'levee'), ('Der Spiegel', 'spiegel.de', 'national', 'levee'),
  ('36氪', '36kr.com', 'trade', 'levee'), ('IT之家', 'ithome.com', 'trade', 'levee'), ('虎嗅', 'huxiu.com', 'trade', 'levee'),
  ('钛媒体', 'tmtpost.com', 'trade', 'levee'), ('TechCrunch', 'techcrunch.com', 'trade', 'levee'),
  ('The Verge', 'theverge.com', 'trade', 'levee'), ('Ars Technica', 'arstechnica.com', 'trade', 'levee'),
  ('Wired', 'wired.com', 'trade', 'levee'), ('The Register', 'theregister.com', 'trade', 'levee'),
  ('BleepingComputer', 'bleepingcomputer.com', 'trade', 'levee'), ('heise online', 'heise.de', 'trade', 'levee'),
  ('Engadget', 'engadget.com', 'trade', 'levee'), ('CNET', 'cnet.com', 'trade', 'levee');
create trigger z_event after insert or update or delete on levee.outlet
  for each row execute function levee.house_event('name', 'rank');

-- The host of an address, without `www.`; '' where there is none.
create function levee.host_of(url text) returns text
language sql immutable set search_path = levee, pg_temp as $$
  select coalesce(lower(substring(host_of.url from '^[a-zA-Z]+://(?:[^/?#@]*@)?(?:[wW]{3}[.])?([^/?#:]+)')), '')
$$;
grant execute on function levee.host_of to levee_monitoring, levee_leadership, levee_response, levee_logistics;
