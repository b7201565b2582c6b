-- Tokens that somebody else signed (JSON Web Signature, RFC 7515, compact): what stands in them, and whether they are that somebody's.
-- RS256 and ES256 (RFC 7518, 3.3 and 3.4).

-- Bytes from base64url (RFC 4648, 5; without padding). What is none is an error of data.
create function levee.from_base64url(said text) returns bytea
language plpgsql immutable strict set search_path = levee, pg_temp as $$
begin
  return decode(case when said ~ '^[A-Za-z0-9_-]*$' then translate(said, '-_', '+/') || repeat('=', (4 - length(said) % 4) % 4)
    else '!' end, 'base64');
end $$;

-- A part of a token: the object that its base64url says, or NULL where it says none.
create function levee.token_part(said text) returns jsonb
language plpgsql immutable set search_path = levee, pg_temp as $$
declare
  part jsonb;
begin
  part := convert_from(from_base64url(said), 'UTF8')::jsonb;
  return case jsonb_typeof(part) when 'object' then part end;
exception when data_exception or program_limit_exceeded then
  return null;
end $$;

-- Whether an RSA key signed a message (RFC 8017, 8.2.2, SHA-256, e = 65537). What the signature gives is compared as a whole with what
-- it must give, padding included: nothing of it is read.
create function levee.rsa_holds(modulus bytea, message bytea, signature bytea) returns boolean
language plpgsql immutable set search_path = levee, pg_temp as $$
declare
  n constant numeric := number_of(modulus);
  s constant numeric := number_of(signature);
begin
  return octet_length(signature) = octet_length(modulus) and s < n
    and power(s, 65537, n) = number_of(decode('01' || repeat('ff', octet_length(modulus) - 54)
      || '003031300d060960864801650304020105000420', 'hex') || sha256(message));
end $$;

-- Whether a token (JWS, compact) was signed by a key, by that key's algorithm.
create function levee.token_holds(algorithm text, key bytea, token text) returns boolean
language plpgsql immutable set search_path = levee, pg_temp as $$
declare
  message constant bytea := convert_to(split_part(token, '.', 1) || '.' || split_part(token, '.', 2), 'UTF8');
  signature bytea;
begin
  signature := from_base64url(split_part(token, '.', 3));
  return case algorithm
    when 'RS256' then rsa_holds(key, message, signature)
    else octet_length(signature) = 64 and p256_holds(number_of(substr(key, 2, 32)), number_of(substr(key, 34)), sha256(message),
      number_of(substr(signature, 1, 32)), number_of(substr(signature, 33))) end;
exception when data_exception then
  return false;
end $$;

-- A number of a token; NULL where there is none.
create function levee.token_number(claims jsonb, name text) returns numeric
language sql immutable return case jsonb_typeof(claims -> name) when 'number' then (claims ->> name)::numeric end;
