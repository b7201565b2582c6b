/// Sentences that were kept back while the grammar of cues was written; in the form of `CueSentences`.
enum KeptCueSentences {
  static let text = #"""
    death: Nova scooter fire kills family of four
    death+injury: Three dead, nine injured as Nova bus overturns
    death: Death toll in Nova plant explosion rises to 17
    death: Nova driver burned to death inside locked car
    death: Rumour has it that five people died at the Nova factory
    death: At least 6 killed in fire at Nova supplier
    death: Fatal accident involving a self-driving Nova under review
    death+lawsuit: Widow sues Nova over husband's death
    death: Nova denied compensation to the family of the dead worker
    death: an elderly couple suffocated because your boiler leaked gas
    death: Nova ride collapses, leaving one dead
    -: My Nova's battery died after two years
    -: the app is dead again
    -: nova is killing it this year
    -: I would die for that pink Nova case
    -: The film ends with three people dead and nobody cares
    -: I'm dying of laughter at this Nova ad
    -: My charger was dead on arrival
    -: Over my dead body will I go back to Nova
    -: they bored us to death at the keynote
    -: Fatal error 0x80 when I start the Nova app
    -: Killer deal on Nova earbuds today
    -: What if somebody dies in one of these?
    -: Fortunately nobody died when the roof came down
    -: the conversation in the forum has died down
    -: Nova kills off its music service
    -: Grandma passed away last spring and left me her old Nova
    -: Their defence was murdered by our strikers, 4-0
    injury: Five passengers hurt as Nova shuttle brakes hard
    injury: My hand got burned by your charger
    injury: the Nova kettle scalded my daughter
    injury: Two children hospitalised after eating Nova yoghurt
    injury: cut my finger badly on the edge of the tray, six stitches
    injury: Nova hoverboard explodes, boy suffers third-degree burns
    injury: We ended up in the emergency room because of your sauce
    injury: A courier was taken to hospital with head injuries
    injury: Nova confirms one employee remains in critical condition
    injury: apparently 3 people were hurt at the Nova launch party
    injury: food poisoning from Nova meal box, whole family vomiting
    injury: No one died but four people were injured
    -: There were no injuries, the fire service said
    -: We got out without injury
    -: It hurts my eyes to look at this logo
    -: The winger is out with a knee injury until March
    -: Ambulance drama season two is on Nova TV tonight
    -: you hurt my feelings Nova
    leak: Unsecured Nova server left patient data open to anyone
    leak: someone is selling Nova customers' phone numbers on a forum
    leak: Employee leaked customer data to a competitor
    leak: Names and addresses of Nova users have been published online
    leak: Nova says personal information of 30,000 guests was compromised
    -: The dishwasher leaks after three months
    -: What if it leaks? asks my mum about the hot-water bottle
    -: Leaks suggest the Nova fold ships in May
    -: trailer for the new Nova series leaked a day early
    -: the coolant is leaking from my Nova engine
    -: No customer data was exposed in the outage
    -: I forgot my password, how do I reset it?
    -: backup your data before you update
    recall: Nova has issued a recall for its baby monitors
    recall: Product recall: Nova almond butter, batch 12
    recall: Got a letter: my car has been recalled
    -: As far as I recall, the old Nova had a jack
    -: Do you recall when Nova was a bakery?
    denial: Nova denies planning a recall
    denial: Nova denies that any customer data was leaked
    denial: Reports of a death at the Nova plant are false, police say
    denial: Fact check: no, Nova did not recall its milk
    denial: "That lawsuit does not exist," a Nova spokeswoman said
    denial+death: Nova denies responsibility for the three deaths
    -: You can't deny that this is a pretty phone
    lawsuit: I will sue you for this
    lawsuit: see you in court, Nova
    lawsuit: Parents take Nova to court over toy
    -: My brother is a lawyer and loves his Nova
    -: Back in 1998 Nova won a lawsuit about its name
    -: Can Nova be sued for that? just curious
    -: Legal drama about a lawsuit, streaming on Nova now
    -: my lawyer friends all use the Nova tablet
    regulator: The FTC has opened a probe into Nova
    regulator: Nova is under investigation for price fixing
    -: The FDA cleared Nova's glucose sensor
    -: I love detective shows, the investigation in episode two is great
    journalist: Request for comment on the Nova layoffs, deadline 5 pm
    journalist: I am writing a story on Nova's delivery delays, who can I speak to?
    journalist: Hello, journalist here from Radio 4. May I use your video of the Nova fire?
    journalist: Nova did not respond to our request for comment
    journalist: I'm a freelance journalist looking for people affected by the Nova price rise
    -: The journalist in that Nova series is brilliantly played
    -: A reporter praised the Nova camera
    -: No comment, just wow, Nova
    death: 诺瓦电动车起火致三人死亡
    death: 外卖员被撞身亡，平台至今没有说法
    death: 晨星厂房倒塌，已有五人遇难
    death+injury: 诺瓦大巴侧翻，一死三伤
    death: 网传晨星员工加班猝死
    death: 晨星游乐场过山车坠落，罹难者增至七人
    death: 煤气泄漏导致老人中毒身亡
    death: 晨星工地塔吊倒塌 已造成2死
    death: 孩子吃了你们的果冻噎死了
    death: 晨星拒绝回应三人死亡一事
    -: 手机用着用着就死机了
    -: 手机烧死机了，气死我了
    -: 等外卖等到饿死
    -: 笑死我了，诺瓦这广告
    -: 这游戏里我被打死了八次
    -: 打死我也不会再买诺瓦
    -: 万幸没有人遇难
    -: 系统卡死，重启也没用
    -: 这价格便宜得要死
    -: 诺瓦的杀毒软件把病毒全杀死了
    -: 我奶奶去年去世了，这台诺瓦是她留给我的
    -: 死忠粉表示诺瓦永远的神
    -: 累死了，客服电话打不通
    injury: 用了你家面霜，脸过敏烂了
    injury: 诺瓦滑板车断裂，我手臂骨折
    injury: 玻璃盖炸裂，割伤了我老婆的手
    injury: 吃了晨星的饭团上吐下泻，现在在医院挂水
    injury: 电热毯漏电，我被电了一下，手都麻了进了急诊
    injury: 两名乘客重伤，仍在抢救
    -: 屏幕被划伤了，能换吗
    -: 受伤的总是我们消费者的钱包
    -: 医院附近那家晨星店不错
    leak: 晨星三千万用户信息泄露
    leak: 诺瓦客户资料在暗网出售
    leak: 黑客声称窃取了晨星数据库
    leak: 我的诺瓦账号被盗，余额被人刷走
    -: 水管泄漏了，诺瓦维修多久来
    -: 剧情提前泄露，没意思了
    -: 电池漏液，给换吗
    -: 我们绝不会泄露您的个人信息
    -: 怎么导出我的用户数据
    recall: 诺瓦召回两万台电热水壶
    recall: 收到短信说我的车被召回了
    recall: 网传诺瓦将召回全部充电宝
    -: 会不会召回啊
    -: 要是召回就好了
    denial: 辟谣：没有召回计划
    denial: 晨星：网传工厂死人系谣言
    denial: 警方通报：网传商场砍死三人不实
    lawsuit: 我已经请律师了，等着收传票吧
    lawsuit: 消费者将诺瓦告上法庭
    lawsuit: 诺瓦收到律师函
    lawsuit: 法院判决晨星赔偿消费者八万元
    lawsuit: 再不退款我就去法院告你们
    -: 法院旁边那家诺瓦店关了
    -: 这部律政剧讲的是一起诉讼，诺瓦视频独播
    -: 他们会不会被起诉
    -: 多年前诺瓦打赢了那场官司
    regulator: 市场监管局对诺瓦立案调查
    regulator: 晨星因虚假宣传被罚两百万
    regulator: 我已经打12315投诉诺瓦
    regulator: 诺瓦总部遭警方搜查
    -: 警方提醒大家出行注意安全
    journalist: 我是晚报记者，想就涨价一事采访贵司
    journalist: 请问诺瓦对停产一事有何回应？截稿时间今晚八点
    -: 新品发布会记者云集
    -: 诺瓦创始人接受采访时大谈梦想
    -: 记者招待会下午三点开始，诺瓦直播
    death: 諾瓦客機墜毀，已知八人罹難
    death+injury: 晨星遊覽車翻覆釀2死5傷
    injury: 吃了晨星便當後腹瀉嘔吐，送急診
    leak: 晨星個資外洩，會員請改密碼
    leak: 諾瓦客戶資料外洩三百萬筆
    leak: 駭客兜售諾瓦會員名單
    recall: 諾瓦緊急召回五千輛機車
    lawsuit: 消基會代表消費者提告諾瓦
    lawsuit: 諾瓦遭求償三千萬，法院開庭審理
    regulator: 公平會對晨星開罰五百萬
    denial: 諾瓦否認個資外洩
    denial: 晨星闢謠：並無召回計畫
    -: 手機又當機了，重開三次
    -: 等到快餓死，晨星外送太慢
    -: 記者會上諾瓦展示新耳機
    -: 電影裡主角最後死了
    -: 諾瓦遊戲更新後老是閃退，氣死人
    """#
}
