import Response

await Response.main()
