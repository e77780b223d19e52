import sql from 'mssql';
import { Story, expectEqual } from '../node/story.ts';
import { connect } from './connect.ts';

export async function storedProcedures(): Promise<void> {
  const story = new Story('stored procedures');
  const pool = await connect();
  await pool.batch(`CREATE PROCEDURE dbo.divide @a int, @b int, @quotient int OUTPUT, @text nvarchar(max) OUTPUT AS
    SELECT @a AS a
    SELECT @b AS b WHERE 1 = 0
    SET @quotient = @a / @b
    SET @text = CONCAT(N'÷ ', @quotient)
    RETURN @a % @b`);
  await story.case('outputs, the return value and recordsets', async () => {
    const request = pool.request().input('a', sql.Int, 17).input('b', sql.Int, 5);
    request.output('quotient', sql.Int).output('text', sql.NVarChar(sql.MAX));
    const { output, returnValue, recordsets } = await request.execute('dbo.divide');
    expectEqual({ ...output }, { quotient: 3, text: '÷ 3' });
    expectEqual(returnValue, 2);
    expectEqual(JSON.stringify(recordsets), '[[{"a":17}],[]]');
  });
  await story.case('FOR JSON comes parsed', async () => {
    const { recordset } = await pool.query("SELECT 1 AS a, N'x' AS b FOR JSON PATH");
    expectEqual(Object.values(recordset[0] as object), ['[{"a":1,"b":"x"}]']);
  });
  await pool.close();
}
