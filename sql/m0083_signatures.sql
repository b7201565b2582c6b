-- Signatures, verified where the law is: ECDSA over P-256 (FIPS 186-5, SEC 1), Ed25519 (RFC 8032), and what passkeys (WebAuthn) and
-- ssh-keygen (SSHSIG) wrap around them. Only public values are computed with here, so nothing depends on how long it takes: some 10 ms.
-- The programs and verify.py verify the same signatures by OpenSSL.

create function levee.number_of(bytes bytea) returns numeric
language plpgsql immutable set search_path = levee, pg_temp as $$
declare
  n numeric := 0;
begin
  for i in 0 .. octet_length(bytes) - 1 loop
    n := n * 256 + get_byte(bytes, i);
  end loop;
  return n;
end $$;

-- Bytes in the opposite order: Ed25519 begins its numbers with the least byte.
create function levee.reversed(bytes bytea) returns bytea
language plpgsql immutable set search_path = levee, pg_temp as $$
begin
  return coalesce((select string_agg(substr(bytes, i, 1), ''::bytea order by i desc) from generate_series(1, octet_length(bytes)) i), '');
end $$;

-- The remainder from 0 to m - 1; of negative numbers too.
create function levee.residue(a numeric, m numeric) returns numeric
language sql immutable return mod(mod(a, m) + m, m);

-- The number that gives 1 with a, modulo a prime (Euclid); 0 of 0.
create function levee.inverse(a numeric, m numeric) returns numeric
language plpgsql immutable set search_path = levee, pg_temp as $$
declare
  r numeric[] := array[m, residue(a, m)];
  t numeric[] := array[0, 1];
  q numeric;
begin
  while r[2] <> 0 loop
    q := div(r[1], r[2]);
    r := array[r[2], r[1] - q * r[2]];
    t := array[t[2], t[1] - q * t[2]];
  end loop;
  return case when r[1] = 1 then residue(t[1], m) else 0 end;
end $$;

create function levee.power(a numeric, exponent numeric, m numeric) returns numeric
language plpgsql immutable set search_path = levee, pg_temp as $$
declare
  result numeric := 1;
  square numeric := residue(a, m);
  left_over numeric := exponent;
begin
  while left_over > 0 loop
    if mod(left_over, 2) = 1 then
      result := mod(result * square, m);
    end if;
    square := mod(square * square, m);
    left_over := div(left_over, 2);
  end loop;
  return result;
end $$;

-- The bits of two numbers below 2^256, side by side, the highest first: 0 none, 1 of the first, 2 of the second, 3 of both.
create function levee.bits_beside(first numeric, second numeric) returns int[]
language plpgsql immutable set search_path = levee, pg_temp as $$
declare
  bits int[] := array_fill(0, array[256]);
begin
  for i in reverse 256 .. 1 loop
    bits[i] := mod(first, 2) + 2 * mod(second, 2);
    first := div(first, 2);
    second := div(second, 2);
  end loop;
  return bits;
end $$;

-- Points of P-256 in Jacobian coordinates, {x, y, z} for (x / z², y / z³); z is 0 at infinity.
create function levee.p256_doubled(point numeric[]) returns numeric[]
language plpgsql immutable set search_path = levee, pg_temp as $$
declare
  p constant numeric := 115792089210356248762697446949407573530086143415290314195533631308867097853951;
  zz constant numeric := mod(point[3] * point[3], p);
  yy constant numeric := mod(point[2] * point[2], p);
  v constant numeric := mod(point[1] * yy, p);
  slope constant numeric := mod(3 * (point[1] - zz) * (point[1] + zz), p);
  x constant numeric := mod(slope * slope - 8 * v, p);
begin
  return array[x, mod(slope * (4 * v - x) - 8 * yy * yy, p), mod(2 * point[2] * point[3], p)];
end $$;

-- A point and (x, y), which is not at infinity.
create function levee.p256_sum(point numeric[], x numeric, y numeric) returns numeric[]
language plpgsql immutable set search_path = levee, pg_temp as $$
declare
  p constant numeric := 115792089210356248762697446949407573530086143415290314195533631308867097853951;
  zz constant numeric := mod(point[3] * point[3], p);
  h constant numeric := mod(x * zz - point[1], p);
  slope constant numeric := mod(y * mod(point[3] * zz, p) - point[2], p);
  hh constant numeric := mod(h * h, p);
  v constant numeric := mod(point[1] * hh, p);
  fresh constant numeric := mod(slope * slope - h * hh - 2 * v, p);
begin
  if point[3] = 0 then
    return array[x, y, 1];
  elsif h = 0 and slope = 0 then
    return p256_doubled(point);
  end if;
  return array[fresh, mod(slope * (v - fresh) - point[2] * mod(h * hh, p), p), mod(point[3] * h, p)];
end $$;

-- Whether (r, s) signs a SHA-256 digest by the key at (qx, qy) of P-256: both multiples in one pass over their bits (Shamir's trick).
create function levee.p256_holds(qx numeric, qy numeric, digest bytea, r numeric, s numeric) returns boolean
language plpgsql immutable set search_path = levee, pg_temp as $$
declare
  p constant numeric := 115792089210356248762697446949407573530086143415290314195533631308867097853951;
  n constant numeric := 115792089210356248762697446949407573529996955224135760342422259061068512044369;
  b constant numeric := 41058363725152142129326129780047268409114441015993725554835256314039467401291;
  gx constant numeric := 48439561293906451759052585252797914202762949526041747995844080717082404635286;
  gy constant numeric := 36134250956749795798585127919587881956611106672985015071877198253568414405109;
  w constant numeric := inverse(s, n);
  bit int;
  slope numeric;
  xs numeric[];
  ys numeric[];
  point numeric[] := '{0, 1, 0}';
begin
  if r < 1 or r >= n or s < 1 or s >= n or qx < 0 or qx >= p or qy < 0 or qy >= p or qx = gx
    or residue(qy * qy - qx * qx * qx + 3 * qx - b, p) <> 0 then
    return false;
  end if;
  slope := mod((qy - gy) * inverse(qx - gx, p), p);
  xs := array[gx, qx, residue(slope * slope - gx - qx, p)];
  ys := array[gy, qy, residue(slope * (gx - xs[3]) - gy, p)];
  foreach bit in array bits_beside(mod(number_of(digest) * w, n), mod(r * w, n)) loop
    if point[3] <> 0 then
      point := p256_doubled(point);
    end if;
    if bit > 0 then
      point := p256_sum(point, xs[bit], ys[bit]);
    end if;
  end loop;
  return point[3] <> 0 and mod(residue(point[1] * inverse(point[3] * point[3], p), p), n) = r;
end $$;

-- Points of Ed25519 in extended coordinates, {x, y, z, x y / z}; its law is complete, and needs no exceptions.
create function levee.ed25519_sum(a numeric[], b numeric[]) returns numeric[]
language plpgsql immutable set search_path = levee, pg_temp as $$
declare
  p constant numeric := 57896044618658097711785492504343953926634992332820282019728792003956564819949;
  d constant numeric := 37095705934669439343138083508754565189542113879843219016388785533085940283555;
  m constant numeric := mod((a[2] - a[1]) * (b[2] - b[1]), p);
  n constant numeric := mod((a[2] + a[1]) * (b[2] + b[1]), p);
  c constant numeric := mod(2 * d * mod(a[4] * b[4], p), p);
  z constant numeric := mod(2 * a[3] * b[3], p);
begin
  return array[mod((n - m) * (z - c), p), mod((z + c) * (n + m), p), mod((z - c) * (z + c), p), mod((n - m) * (n + m), p)];
end $$;

-- Whether 64 bytes sign a message by a key of 32 bytes (RFC 8032, 5.1.7, without the cofactor, as OpenSSL and OpenSSH verify).
create function levee.ed25519_holds(key bytea, message bytea, signature bytea) returns boolean
language plpgsql immutable set search_path = levee, pg_temp as $$
declare
  p constant numeric := 57896044618658097711785492504343953926634992332820282019728792003956564819949;
  l constant numeric := 7237005577332262213973186563042994240857116359379907606001950938285454250989;
  d constant numeric := 37095705934669439343138083508754565189542113879843219016388785533085940283555;
  sign constant numeric := 57896044618658097711785492504343953926634992332820282019728792003956564819968;
  base numeric[] := array[15112221349535400772501151409588531511454012693041857206046113283949847762202,
    46316835694926478169428394003475163141307993866256225615783033603165251855960, 1, 0];
  s constant numeric := number_of(reversed(substr(signature, 33)));
  y numeric := number_of(reversed(key));
  x numeric;
  square numeric;
  is_odd constant boolean := y >= sign;
  minus numeric[];
  added numeric[][];
  bit int;
  point numeric[] := '{0, 1, 1, 0}';
begin
  y := mod(y, sign);
  if octet_length(key) <> 32 or octet_length(signature) <> 64 or s >= l or y >= p then
    return false;
  end if;
  -- The key's x, from x² = (y² - 1) / (d y² + 1); its negative is what is added.
  square := mod(residue(y * y - 1, p) * inverse(d * mod(y * y, p) + 1, p), p);
  x := power(square, div(p + 3, 8), p);
  if mod(x * x, p) <> square then
    x := mod(x * power(2, div(p - 1, 4), p), p);
  end if;
  if mod(x * x, p) <> square or (x = 0 and is_odd) then
    return false;
  elsif (mod(x, 2) = 1) = is_odd then
    x := residue(-x, p);
  end if;
  base[4] := mod(base[1] * base[2], p);
  minus := array[x, y, 1, mod(x * y, p)];
  added := array[base, minus, ed25519_sum(base, minus)];
  foreach bit in array bits_beside(s, mod(number_of(reversed(sha512(substr(signature, 1, 32) || key || message))), l)) loop
    point := ed25519_sum(point, point);
    if bit > 0 then
      point := ed25519_sum(point, array[added[bit][1], added[bit][2], added[bit][3], added[bit][4]]);
    end if;
  end loop;
  x := residue(point[1] * inverse(point[3], p), p);
  y := residue(point[2] * inverse(point[3], p), p);
  return number_of(reversed(substr(signature, 1, 32))) = y + mod(x, 2) * sign;
end $$;

-- The fields of a message of SSH: each its length (4 bytes), then its bytes. What is left over at the end, if anything is, comes last.
create function levee.ssh_fields(message bytea, at_most int default 16) returns bytea[]
language plpgsql immutable set search_path = levee, pg_temp as $$
declare
  fields bytea[] := '{}';
  rest bytea := message;
  length numeric;
begin
  while octet_length(rest) >= 4 and cardinality(fields) < at_most loop
    length := number_of(substr(rest, 1, 4));
    exit when length > octet_length(rest) - 4;
    fields := fields || substr(rest, 5, length::int);
    rest := substr(rest, 5 + length::int);
  end loop;
  return case when rest = '' then fields else fields || rest end;
end $$;
create function levee.ssh_field(content bytea) returns bytea
language sql immutable return int4send(octet_length(content)) || content;

-- Whether an OpenSSH signature (PROTOCOL.sshsig) of a message holds, by a key as it stands in a .pub file; of the namespace `levee`.
-- A key of a security token signs a flag that somebody touched it, too.
create function levee.ssh_signature_holds(key bytea, message text, signature bytea) returns boolean
language plpgsql immutable set search_path = levee, pg_temp as $$
declare
  parts constant bytea[] := ssh_fields(substr(signature, 11));
  said constant bytea[] := ssh_fields(key);
  type constant text := convert_from(said[1], 'UTF8');
  made constant bytea[] := ssh_fields(parts[5], 2);
  pair bytea[];
  point bytea;
  signed bytea;
begin
  if substr(signature, 1, 10) <> convert_to('SSHSIG', 'UTF8') || int4send(1) or cardinality(parts) <> 5 or parts[1] <> key
    or parts[2] <> convert_to('levee', 'UTF8') or made[1] <> said[1] or parts[4] not in ('sha256', 'sha512') then
    return false;
  end if;
  signed := convert_to('SSHSIG', 'UTF8') || ssh_field(parts[2]) || ssh_field(parts[3]) || ssh_field(parts[4])
    || ssh_field(case parts[4] when 'sha256' then sha256(convert_to(message, 'UTF8')) else sha512(convert_to(message, 'UTF8')) end);
  if type like 'sk-%' then
    if octet_length(made[3]) <> 5 or get_byte(made[3], 0) % 2 = 0 then
      return false;
    end if;
    signed := sha256(said[cardinality(said)]) || made[3] || sha256(signed);
  elsif cardinality(made) <> 2 then
    return false;
  end if;
  if type in ('ssh-ed25519', 'sk-ssh-ed25519@openssh.com') then
    return ed25519_holds(said[2], signed, made[2]);
  end if;
  pair := ssh_fields(made[2]);
  point := said[3];
  return type in ('ecdsa-sha2-nistp256', 'sk-ecdsa-sha2-nistp256@openssh.com') and said[2] = 'nistp256' and cardinality(pair) = 2
    and octet_length(point) = 65 and get_byte(point, 0) = 4
    and p256_holds(number_of(substr(point, 2, 32)), number_of(substr(point, 34)), sha256(signed), number_of(pair[1]), number_of(pair[2]));
end $$;

-- The two numbers of an ECDSA signature in DER; none of them of what is no such thing.
create function levee.der_pair(signature bytea) returns numeric[]
language plpgsql immutable set search_path = levee, pg_temp as $$
declare
  first int;
  second int;
begin
  if octet_length(signature) not between 8 and 72 or get_byte(signature, 0) <> 48 or get_byte(signature, 1) <> octet_length(signature) - 2
    or get_byte(signature, 2) <> 2 then
    return '{}';
  end if;
  first := get_byte(signature, 3);
  if first not between 1 and octet_length(signature) - 7 or get_byte(signature, 4 + first) <> 2 then
    return '{}';
  end if;
  second := get_byte(signature, 5 + first);
  if second < 1 or 6 + first + second <> octet_length(signature) then
    return '{}';
  end if;
  return array[number_of(substr(signature, 5, first)), number_of(substr(signature, 7 + first, second))];
end $$;

-- Whether a passkey's answer holds (Web Authentication 2, 7.2): to the challenge that is the message's digest, asked by a page of its
-- own realm, by somebody who was there and unlocked it. The key is an uncompressed point of P-256.
create function levee.passkey_signature_holds(key bytea, realm text, message text, signature bytea, authenticator bytea, client bytea)
  returns boolean language plpgsql immutable set search_path = levee, pg_temp as $$
declare
  said constant jsonb := convert_from(client, 'UTF8')::jsonb;
  pair constant numeric[] := der_pair(signature);
begin
  return coalesce(octet_length(key) = 65 and get_byte(key, 0) = 4 and cardinality(pair) = 2
    and said ->> 'type' = 'webauthn.get' and coalesce(said ->> 'crossOrigin', 'false') = 'false'
    and said ->> 'challenge' = translate(rtrim(encode(sha256(convert_to(message, 'UTF8')), 'base64'), '='), '+/', '-_')
    and split_part(split_part(said ->> 'origin', '://', 2), ':', 1) = realm
    and octet_length(authenticator) >= 37 and substr(authenticator, 1, 32) = sha256(convert_to(realm, 'UTF8'))
    and get_byte(authenticator, 32) & 5 = 5
    and p256_holds(number_of(substr(key, 2, 32)), number_of(substr(key, 34)), sha256(authenticator || sha256(client)), pair[1], pair[2]),
    false);
end $$;

-- Whether a signature of a message holds, of either kind; what cannot be read is none.
create function levee.signature_holds(kind text, key bytea, realm text, message text, signature bytea, authenticator bytea, client bytea)
  returns boolean language plpgsql immutable set search_path = levee, pg_temp as $$
begin
  return coalesce(case kind when 'passkey' then passkey_signature_holds(key, realm, message, signature, authenticator, client)
    else ssh_signature_holds(key, message, signature) end, false);
exception when data_exception or array_subscript_error then
  return false;
end $$;
