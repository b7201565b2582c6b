import Monitoring

await Monitoring.main()
