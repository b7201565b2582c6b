import Logistics

await Logistics.main()
