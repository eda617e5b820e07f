import type { Client } from 'pg';
import { asOwner } from './as-owner';

/**
 * Returns what a schema holds, a line for each migration that has run and each table, column, index, constraint, function,
 * view, trigger, policy and grant, in order. What is no part of the migrations is left out: the monthly partitions, the
 * tables that record migrations, and storage settings, which an operator may tune.
 */
export async function readCatalog(client: Client, schema: string): Promise<string[]> {
  return asOwner(client, async () => {
    // Names are then printed with their schemas.
    await client.query(`SET LOCAL search_path = ''`);
    const { rows } = await client.query<{ line: string }>(catalogSql, [schema]);
    const { rows: ran } = await client.query<{ line: string }>(
      `SELECT 'migration ' || name AS line FROM "${schema}".migration ORDER BY id`,
    );
    return [...ran, ...rows].map(({ line }) => line);
  });
}

const catalogSql = `
WITH namespace AS (SELECT oid FROM pg_namespace WHERE nspname = $1),
relation AS (
  SELECT c.oid, c.relname, c.relkind, c.relowner, c.relacl, c.relrowsecurity, c.relforcerowsecurity, c.reloptions,
         format('%I.%I', $1, c.relname) AS name
    FROM pg_class c
   WHERE c.relnamespace = (SELECT oid FROM namespace) AND c.relkind IN ('r', 'p', 'v') AND NOT c.relispartition
     AND c.relname NOT IN ('migration', 'migration_checksum')
),
routine AS (
  SELECT p.*, format('%I.%I(%s)', $1, p.proname, pg_get_function_arguments(p.oid)) AS name
    FROM pg_proc p WHERE p.pronamespace = (SELECT oid FROM namespace)
),
line AS (
  SELECT CASE relkind WHEN 'v' THEN 'view ' ELSE 'table ' END || name
         || CASE WHEN relkind = 'p' THEN ' partition by ' || pg_get_partkeydef(oid) ELSE '' END
         || CASE WHEN relrowsecurity THEN ' row level security' ELSE '' END
         || CASE WHEN relforcerowsecurity THEN ' forced' ELSE '' END
         || CASE WHEN relkind = 'v' THEN
              concat(' ', reloptions, ' md5 ', md5(pg_get_viewdef(oid))) ELSE '' END AS line
    FROM relation
  UNION ALL
  SELECT 'column ' || r.name || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
         || CASE WHEN a.attcollation NOT IN (0, t.typcollation) THEN ' collate ' || c.collname ELSE '' END
         || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
         || CASE WHEN a.attidentity <> '' THEN ' identity' ELSE '' END
         || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
    FROM relation r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_collation c ON c.oid = a.attcollation
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  UNION ALL
  SELECT 'index ' || format('%I.%I', $1, c.relname) || ' ' || pg_get_indexdef(i.indexrelid)
    FROM relation r JOIN pg_index i ON i.indrelid = r.oid JOIN pg_class c ON c.oid = i.indexrelid
  UNION ALL
  SELECT 'constraint ' || r.name || '.' || n.conname || ' ' || pg_get_constraintdef(n.oid)
    FROM relation r JOIN pg_constraint n ON n.conrelid = r.oid AND n.contype IN ('c', 'f', 'p', 'u', 'x')
  UNION ALL
  SELECT 'trigger ' || r.name || ' ' || pg_get_triggerdef(t.oid) || ' enabled ' || t.tgenabled::text
    FROM relation r JOIN pg_trigger t ON t.tgrelid = r.oid AND NOT t.tgisinternal
  UNION ALL
  SELECT concat_ws(' ', 'policy', r.name || '.' || p.polname, p.polcmd, p.polpermissive,
           ARRAY(SELECT coalesce(o.rolname, 'PUBLIC') FROM unnest(p.polroles) u LEFT JOIN pg_roles o ON o.oid = u ORDER BY 1),
           'using md5 ' || md5(pg_get_expr(p.polqual, p.polrelid)),
           'check md5 ' || md5(pg_get_expr(p.polwithcheck, p.polrelid)))
    FROM relation r JOIN pg_policy p ON p.polrelid = r.oid
  UNION ALL
  SELECT concat_ws(' ', 'function', f.name, 'returns', pg_get_function_result(f.oid), l.lanname,
           f.provolatile, CASE WHEN f.prosecdef THEN 'security definer' END, f.proconfig, 'md5', md5(f.prosrc))
    FROM routine f JOIN pg_language l ON l.oid = f.prolang
  UNION ALL
  SELECT 'grant ' || g.privilege_type || ' on ' || g.name || ' to ' || coalesce(o.rolname, 'PUBLIC')
    FROM (SELECT r.name, r.relowner AS owner, a.* FROM relation r CROSS JOIN LATERAL aclexplode(r.relacl) a
          UNION ALL
          SELECT r.name || '.' || c.attname, r.relowner, a.*
            FROM relation r JOIN pg_attribute c ON c.attrelid = r.oid AND NOT c.attisdropped
           CROSS JOIN LATERAL aclexplode(c.attacl) a
          UNION ALL
          SELECT f.name, f.proowner, a.* FROM routine f CROSS JOIN LATERAL aclexplode(f.proacl) a) g
    LEFT JOIN pg_roles o ON o.oid = g.grantee
   WHERE g.grantee <> g.owner
)
SELECT line FROM line ORDER BY line COLLATE "C"`;
