-- Errors with SQL Server's number, severity and state. The engine reads them from SQLSTATE HF000 and DETAIL.
CREATE FUNCTION sys.raise(number integer, severity integer, state integer, message text) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'HF000', MESSAGE = message, DETAIL = number || ';' || severity || ';' || state;
END $$;

-- The error branch of checked conversions: NULL when the conversion is a TRY_ one. %s in the message becomes the value. It takes
-- the value as an argument so that PostgreSQL cannot evaluate it while planning, before it is known whether the branch runs.
CREATE FUNCTION sys.fail(sample anyelement, value text, quiet boolean, number integer, state integer, message text)
RETURNS anyelement LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 1 AS $$
BEGIN
  IF value IS NULL OR quiet THEN
    RETURN NULL;
  END IF;
  PERFORM sys.raise(number, 16, state, replace(message COLLATE "C", '%s', value COLLATE "C"));
  RETURN NULL;
END $$;
